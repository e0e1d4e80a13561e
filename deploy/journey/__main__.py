"""`make journey`: plays the story on the running platform, with the time of each step and a picture after it.

Pictures go to .ipro/journey/. Ends non-zero when a step fails; the steps after it are not played.
"""

import sys
import time
from pathlib import Path

import click
from rich.console import Console

from deploy.journey.browser import Theatre
from deploy.journey.story import Story
from deploy.local.settings import Layout

SHOTS = Path(".ipro/journey")


@click.command(help=__doc__)
@click.option("--url", help="The site; by default that of the platform running here.")
@click.option("--mails", help="The mailbox's JSON list; by default that of the platform running here.")
def main(url: str | None, mails: str | None) -> None:
    layout = Layout(Path(".ipro/run"))
    if not url and not layout.is_held:
        raise SystemExit("IPRO: nothing runs here. Start it (`make run`), or name a site with --url and --mails.")
    site = url or layout.base_url
    sys.exit(0 if play(site, mails or f"{layout.mailbox_url}/api/mails") else 1)


def play(site: str, mail_api: str) -> bool:
    console = Console(width=120)
    console.print(f"One internship from end to end on {site}")
    began = time.monotonic()
    with Theatre(site) as theatre:
        story = Story(theatre, mail_api)
        for number, step in enumerate(Story.steps(), start=1):
            start = time.monotonic()
            name = f"{number:02d}-{step.name}"
            try:
                with theatre.shot_of(SHOTS, name, step.who):
                    step.act(story)
            except Exception as error:
                console.print(f"[red]✗[/] {step.title} ({step.who})")
                console.print(f"  {str(error)[:2000]}", markup=False)
                console.print(f"  picture: {SHOTS / name}.png")
                return False
            console.print(f"[green]✓[/] {step.title:<92} {time.monotonic() - start:5.1f} s")
    console.print(f"All steps done in {time.monotonic() - began:.1f} s; pictures in {SHOTS}")
    return True


if __name__ == "__main__":
    main()
