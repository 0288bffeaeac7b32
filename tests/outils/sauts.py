"""Nothing is skipped silently: a summary names what did not run, and with CI=true a skip is a failure."""

import os
from pathlib import Path

import pytest

IN_CI = os.environ.get("CI", "").lower() in {"1", "true", "yes"}


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """Turn a skip into a failure where nothing may be skipped (an expected failure is not a skip)."""
    report = yield
    if IN_CI and report.skipped and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid}: skipped, and CI=true allows no skip. {reason}"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector):
    """Treat a module that skips itself whole in the same way."""
    report = yield
    if IN_CI and report.skipped:
        report.outcome = "failed"
        report.longrepr = f"{collector.nodeid}: skipped, and CI=true allows no skip. {report.longrepr}"
    return report


def pytest_terminal_summary(terminalreporter, config):
    """Say, before pytest's closing line, what bin/test knows: what did not run, how the other engine did."""
    to_say = os.environ.get("TESTS_A_DIRE", "").strip()
    if to_say:
        terminalreporter.section("À savoir")
        terminalreporter.write_line(to_say)
    if result := os.environ.get("TESTS_RESULTAT"):
        parts, _colour = terminalreporter.build_summary_stats_line()
        name = Path(result).name.removeprefix("resultat-")
        counts = ", ".join(text for text, _markup in parts) or "aucun test"
        Path(result).write_text(f"Tests sur {name} : {counts}.\n", encoding="utf-8")
