"""Reads pages as so many users at once, each with a connection of its own that stays open."""

import http.client

from benchmarks.peers.driving import drive, serve


class User:
    def __init__(self, host: str, port: int, path: str, cookie: str) -> None:
        self._connection = http.client.HTTPConnection(host, port, timeout=20)
        self._path = path
        self._headers = {"Accept": "text/html", "Accept-Language": "fr", "Cookie": f"ipro={cookie}"}

    def __call__(self) -> None:
        try:
            self._connection.request("GET", self._path, headers=self._headers)
            answer = self._connection.getresponse()
            answer.read()
        except (OSError, http.client.HTTPException):
            self._connection.close()
            raise
        if answer.status != 200:
            raise RuntimeError(f"{self._path} answers {answer.status}")

    def close(self) -> None:
        self._connection.close()


def start(configuration):
    host, port = configuration["host"], configuration["port"]

    def take(ask):
        cookies = ask["cookies"]
        users = [User(host, port, ask["path"], cookies[number % len(cookies)]) for number in range(ask["users"])]
        try:
            return drive(users, ask["seconds"])
        finally:
            for user in users:
                user.close()

    return take


if __name__ == "__main__":
    serve(start)
