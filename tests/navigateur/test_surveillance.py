"""The watch itself is tried: a suite that cannot fail proves nothing."""

import pytest

from tests.navigateur.conftest import Surveillance


@pytest.fixture
def observed(context):
    """Watch the page a second time, apart from the fixture that would fail this test."""
    watch = Surveillance()
    watch.watch(context)
    return watch


def test_a_console_error_is_noted(page, observed, surveillance):
    surveillance.tolerate("something broke")
    page.goto("about:blank")
    page.evaluate("console.error('something broke')")
    page.wait_for_timeout(100)
    assert len(observed.errors) == 1
    with pytest.raises(AssertionError, match="something broke"):
        observed.check()


def test_another_host_is_refused(page, surveillance):
    with pytest.raises(Exception, match="ERR_NAME_NOT_RESOLVED"):
        page.goto("https://tuiles.example.org/0/0/0.png")
    assert surveillance.refused == ["https://tuiles.example.org/0/0/0.png"]
