"""Takes a file as a browser does: when its first byte came, its last, and how many lines it has."""

import http.client
import tempfile
import time
import zipfile

from benchmarks.peers.driving import serve

CHUNK = 64 * 1024
LONGEST = 300  # seconds without a byte


def start(configuration):
    host, port, cookie = (configuration[name] for name in ("host", "port", "cookie"))

    def take(ask):
        connection = http.client.HTTPConnection(host, port, timeout=LONGEST)
        began = time.perf_counter()
        connection.request("GET", ask["path"], headers={"Cookie": f"ipro={cookie}"})
        answer = connection.getresponse()
        with tempfile.TemporaryFile() as file:
            piece = answer.read1(CHUNK)
            first = (time.perf_counter() - began) * 1000
            while piece:
                file.write(piece)
                piece = answer.read1(CHUNK)
            seconds = time.perf_counter() - began
            connection.close()
            if answer.status != 200:
                raise RuntimeError(f"{ask['path']} answers {answer.status}")
            return {"first": first, "seconds": seconds, "bytes": file.tell(), "lines": lines(file, ask["path"])}

    return take


def lines(file, path):
    """Of a CSV, or of the first sheet of a workbook."""
    file.seek(0)
    if not path.endswith(".xlsx"):
        return sum(1 for _line in file)
    with zipfile.ZipFile(file) as book, book.open("xl/worksheets/sheet1.xml") as sheet:
        found, tail = 0, b""
        while piece := sheet.read(CHUNK):
            found += (tail + piece).count(b"<row ")
            tail = piece[-4:]
        return found


if __name__ == "__main__":
    serve(start)
