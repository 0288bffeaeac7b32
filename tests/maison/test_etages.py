"""The floors hold: imports and foreign keys only run downward."""

import subprocess
import sys
from pathlib import Path

from django.apps import apps

from tests.maison.projet import ROOT, floors, our_files, pyproject


def our_models():
    """Give every model of ours, their history tables included."""
    return [model for model in apps.get_models(include_auto_created=True) if model._meta.app_label in floors()]


def test_imports_run_downward():
    command = [Path(sys.executable).with_name("lint-imports"), "--no-cache"]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr


def test_every_app_of_ours_has_its_floor():
    apps_here = {path.parent.name for path in our_files() if path.name == "apps.py" and path.parent.parent == ROOT}
    assert apps_here
    assert apps_here == set(floors()) == set(pyproject()["tool"]["importlinter"]["root_packages"])
    assert apps_here <= set(pyproject()["tool"]["mypy"]["files"])


def test_foreign_keys_never_point_up_a_floor():
    relations = [
        (model, field)
        for model in our_models()
        for field in model._meta.get_fields()
        if field.is_relation and field.concrete and field.related_model is not None
    ]
    assert relations
    upward = [
        f"{model._meta.label}.{field.name} → {field.related_model._meta.label}"
        for model, field in relations
        if floors().get(field.related_model._meta.app_label, -1) > floors()[model._meta.app_label]
    ]
    assert not upward


def test_a_date_that_states_a_fact_goes_with_its_voie():
    dates = [
        (model, field.name.removesuffix("_le"))
        for model in our_models()
        if not hasattr(model, "history_object")  # a copy: its constraints are the original's
        for field in model._meta.concrete_fields
        if field.name.endswith("_le")
    ]
    assert dates
    lone = []
    for model, stem in dates:
        pair = {f"{stem}_le", f"{stem}_voie"}
        names = {field.name for field in model._meta.concrete_fields}
        guarded = any(
            pair <= mentioned(constraint.condition)
            for constraint in model._meta.constraints
            if hasattr(constraint, "condition") and constraint.condition is not None
        )
        if not pair <= names or not guarded:
            lone.append(f"{model._meta.label}.{stem}_le")
    assert not lone, f"a date without its voie, or without the constraint on both: {lone}"


def mentioned(condition) -> set[str]:
    """Return the fields that a Q names."""
    fields = set()
    for child in condition.children:
        fields |= mentioned(child) if hasattr(child, "children") else {child[0].split("__")[0]}
    return fields


def test_no_geographic_library_is_loaded():
    code = (
        "import sys, django; django.setup(); import federation.urls\n"
        "print([name for name in sys.modules if name.startswith(('django.contrib.gis', 'osgeo'))])"
    )
    result = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.stdout.strip() == "[]", result.stdout + result.stderr


def test_no_module_is_called_utils():
    assert not [path for path in our_files() if "utils" in (path.stem, path.parent.name)]


def test_every_app_opens_with_a_readme():
    lengths = {app: len((ROOT / app / "README.md").read_text(encoding="utf-8").splitlines()) for app in floors()}
    assert all(3 <= lines <= 40 for lines in lengths.values()), lengths


def test_no_module_grows_past_400_lines():
    long = {
        str(path.relative_to(ROOT)): lines
        for path in our_files()
        if path.suffix == ".py" and "migrations" not in path.parts
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > 400
    }
    assert not long
