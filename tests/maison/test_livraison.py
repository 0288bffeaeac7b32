"""What is handed over: locks, image, compose file, sample environment, scripts."""

import json
import re
import subprocess

import pytest
import yaml
from django.core.management import call_command
from packaging.requirements import Requirement

from tests.maison.projet import ROOT, our_files, pyproject


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def pins(name: str) -> dict[str, str]:
    """Return {distribution: version} of a lock."""
    return dict(re.findall(r"^([a-z0-9.-]+)==([^\s;\\]+)", read(name), re.MULTILINE))


def test_every_dependency_is_locked_within_its_bounds():
    groups = pyproject()["dependency-groups"]
    wanted = [*pyproject()["project"]["dependencies"], *groups["tests"], *groups["qualite"]]
    locked = pins("constraints.txt")
    for line in wanted:
        requirement = Requirement(line)
        assert requirement.specifier.contains(locked[requirement.name.lower()], prereleases=True), line


def test_every_dependency_has_its_reason():
    lists = re.findall(
        r"^(?:dependencies|tests|qualite) = \[\n(.*?)^\]", read("pyproject.toml"), re.MULTILINE | re.DOTALL
    )
    assert len(lists) == 3
    assert not [line for group in lists for line in group.splitlines() if not re.search(r'",\s+# \S', line)]


def test_the_image_installs_what_was_tested_with_hashes():
    image, tested = pins("requirements-image.txt"), pins("constraints.txt")
    assert {name: tested.get(name) for name in image} == image
    for entry in re.split(r"\n(?=[a-z])", read("requirements-image.txt").strip()):
        assert "--hash=sha256:" in entry, entry


def test_the_image_has_wheels_only_no_compiler_and_no_root():
    lines = [line for line in read("Dockerfile").splitlines() if not line.startswith("#")]
    text = "\n".join(lines)
    assert "pip install --no-cache-dir --only-binary :all: --require-hashes -r requirements-image.txt" in text
    assert not re.search(r"\b(gcc|g\+\+|clang|make|cargo|build-essential|apt|apt-get|apk)\b", text)
    assert text.index("USER site") < text.index("CMD")
    assert re.search(r"^FROM python:3\.\d+-slim$", text, re.MULTILINE)
    assert lines[-1].startswith("CMD [")
    assert "gunicorn" in lines[-1]


def test_compose_runs_the_site_its_database_and_its_worker():
    services = yaml.safe_load(read("docker-compose.yml"))["services"]
    assert set(services) == {"web", "base", "travailleur"}
    assert services["base"]["image"].startswith("postgres:")
    assert services["travailleur"]["command"] == ["python", "manage.py", "travailler"]
    assert "/sante" in services["web"]["healthcheck"]["test"][-1]
    assert services["web"]["env_file"] == services["travailleur"]["env_file"] == ".env"
    assert "@base/" in services["web"]["environment"]["DATABASE_URL"]
    assert "WEB_CONCURRENCY" in services["web"]["environment"]


def test_the_sample_environment_names_what_the_settings_read():
    read_by_settings = set(re.findall(r'\benv\.\w+\(\s*"([A-Z_]+)"', read("federation/settings.py")))
    read_by_compose = set(re.findall(r"\$\{([A-Z_]+):\?", read("docker-compose.yml")))
    documented = set(re.findall(r"^([A-Z_]+)=", read("exemple.env"), re.MULTILINE))
    assert len(read_by_settings) > 10
    assert documented == read_by_settings | read_by_compose


def test_the_sample_environment_holds_no_secret():
    values = dict(re.findall(r"^([A-Z_]+)=(.*)$", read("exemple.env"), re.MULTILINE))
    assert values["SECRET_KEY"] == values["POSTGRES_PASSWORD"] == ""


def test_the_hooks_fetch_no_repository():
    repositories = yaml.safe_load(read(".pre-commit-config.yaml"))["repos"]
    assert [repository["repo"] for repository in repositories] == ["local"]
    assert {hook["language"] for hook in repositories[0]["hooks"]} == {"system"}


def test_no_address_of_a_package_registry_is_kept():
    assert "://" not in read("constraints.txt") + read("requirements-image.txt")
    address = re.compile(r"https?://[^\s\"'<>]*(pypi|pythonhosted|npmjs|registry|artifactory|/simple/)", re.IGNORECASE)
    found = []
    for path in our_files():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue  # an image
        found += [f"{path.relative_to(ROOT)}: {match[0]}" for match in address.finditer(text)]
    assert not found


@pytest.mark.parametrize("script", ["bin/demo", "bin/test", ".ci/run", ".ci/lock"])
def test_scripts_are_executable_and_parse(script):
    path = ROOT / script
    assert path.stat().st_mode & 0o111
    result = subprocess.run(["bash", "-n", path], capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr


def demo(*arguments, tmp_path):
    """Run bin/demo from elsewhere, in a bare environment, its standard input closed."""
    return subprocess.run(
        ["bash", "-c", '"$@" <&-', "-", ROOT / "bin/demo", *arguments],
        cwd=tmp_path,
        env={"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_demo_explains_itself_from_any_directory(tmp_path):
    result = demo("--help", tmp_path=tmp_path)
    assert result.returncode == 0
    assert {"--port", "--setup-only", "Ctrl-C", "DATA_DIR"} <= set(
        re.findall(r"--[a-z-]+|Ctrl-C|DATA_DIR", result.stdout)
    )


@pytest.mark.parametrize("arguments", [["--port", "quatre"], ["--port", "70000"], ["--port"], ["--inconnu"]])
def test_demo_refuses_what_it_does_not_understand(arguments, tmp_path):
    result = demo(*arguments, tmp_path=tmp_path)
    assert result.returncode == 2
    assert arguments[-1] in result.stderr


def test_static_files_collect_under_hashed_names(tmp_path, settings):
    settings.STATIC_ROOT = collected = tmp_path
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": "core.statiques.StatiquesHaches"}}
    # Their names are at stake, not their weight: brotli takes ten seconds.
    settings.WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ["js", "css", "svg", "txt", "md", "html", "json", "map"]
    call_command("collectstatic", interactive=False, verbosity=0)
    names = json.loads((collected / "staticfiles.json").read_text(encoding="utf-8"))["paths"]
    ours = [name for name in names if name.startswith("js/")]
    assert ours
    for name in ours:
        text = (collected / names[name]).read_text(encoding="utf-8")
        for imported in re.findall(r'^import .*?"(\./[^"]+)";$', text, re.MULTILINE):
            assert re.search(r"\.[0-9a-f]{12}\.js$", imported), f"{name} imports {imported}, unhashed"
