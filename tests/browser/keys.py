"""A page used by keyboard alone: every step is a key that a person presses."""

from playwright.sync_api import Page

MOST = 120


def reach(page: Page, selector: str) -> None:
    """Press Tab until what the selector names has the focus. Raises AssertionError where Tab never gets there."""
    for _ in range(MOST):
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab does not reach {selector}")


def write(page: Page, selector: str, text: str) -> None:
    """Reach a field and type."""
    reach(page, selector)
    page.keyboard.type(text)


def choose(page: Page, name: str, value: str) -> None:
    """Reach a group of radios and go to one of them by the arrows."""
    reach(page, f'input[type=radio][name="{name}"]')
    page.keyboard.press("Space")
    for _ in range(MOST):
        if page.evaluate("value => document.activeElement.value === value", value):
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError(f"the arrows do not reach {value} of {name}")


def press(page: Page, words: str) -> None:
    """Reach the button or link with these words and press Enter; wait for the page that it leads to."""
    for _ in range(MOST):
        said = page.evaluate("(document.activeElement.innerText || '').trim()")
        if said == words:
            with page.expect_navigation():
                page.keyboard.press("Enter")
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab does not reach “{words}”")
