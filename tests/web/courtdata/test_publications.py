"""Court data on the public pages: as it was published, for anyone, or not at all."""

import pytest

from asylia.publish.page import document
from asylia.publish.tidy import SUMS, package, sums


@pytest.fixture
def place(tmp_path, settings):
    """Where publications lie."""
    settings.COURT_DATA = tmp_path / "court-data"
    return settings.COURT_DATA


def put(place, name="2021-02-01"):
    """A publication of one page."""
    folder = place / name
    folder.mkdir(parents=True)
    main = '<h1>About one in eighty &amp; no more</h1><p><a href="rows.csv">Rows</a></p>'
    files = {
        "index.html": document("Title", main, strip="strip", head="head", foot="foot").encode(),
        "rows.csv": b"part,numerator\nall,180\n",
        "datapackage.json": package("x", f"Court data, release of {name}", "says", ()).encode(),
    }
    for file, data in {**files, SUMS: sums(files).encode()}.items():
        (folder / file).write_bytes(data)
    return folder


def test_with_nothing_published_the_page_says_what_will_appear(client, demonstration, place):
    page = client.get("/court-data/")
    assert page.status_code == 200
    assert "Nothing is published yet" in page.content.decode()


def test_anyone_reads_the_page_of_the_folder_in_the_public_frame(client, demonstration, place):
    put(place)
    assert "Court data, release of 2021-02-01" in client.get("/court-data/").content.decode()
    page = client.get("/court-data/2021-02-01/")
    text = page.content.decode()
    assert '<h1>About one in eighty &amp; no more</h1><p><a href="rows.csv">Rows</a></p>' in text
    assert "<title>About one in eighty &amp; no more" in text
    assert "Check a receipt" in text
    assert 'aria-current="page">Court data' in text
    assert text.count("<main") == 1
    assert page["Cache-Control"] == "public, max-age=600"


def test_rows_codebook_and_checksums_are_the_bytes_of_the_folder(client, demonstration, place):
    folder = put(place)
    for name, kind in (("rows.csv", "text/csv"), ("datapackage.json", "application/json"), (SUMS, "text/plain")):
        answer = client.get(f"/court-data/2021-02-01/{name}")
        assert answer.content == (folder / name).read_bytes()
        assert answer["Content-Type"].startswith(kind)


def test_what_was_altered_is_refused_by_name(client, demonstration, place):
    folder = put(place)
    (folder / "index.html").write_bytes((folder / "index.html").read_bytes().replace(b"eighty", b"eight"))
    assert "index.html is not what was published" in client.get("/court-data/").content.decode()
    page = client.get("/court-data/2021-02-01/")
    assert page.status_code == 503
    assert "This page is not shown" in page.content.decode()
    assert "one in eight" not in page.content.decode()


@pytest.mark.parametrize("spoil", ["missing", "more", "sums"])
def test_a_folder_that_is_not_whole_is_refused(client, demonstration, place, spoil):
    folder = put(place)
    if spoil == "missing":
        (folder / "rows.csv").unlink()
        assert client.get("/court-data/2021-02-01/rows.csv").status_code == 503
    elif spoil == "more":
        (folder / "more.html").write_text("not published")
        assert client.get("/court-data/2021-02-01/more.html").status_code == 404
    else:
        (folder / SUMS).unlink()
        assert client.get("/court-data/2021-02-01/").status_code == 503
    assert "is not shown" in client.get("/court-data/").content.decode()


@pytest.mark.parametrize("path", ["nowhere/", "2021-02-01/nothing.csv", "2021-02-01/..%2f..%2fkeys", ".hidden/", "../"])
def test_what_is_no_published_file_is_not_there(client, demonstration, place, path):
    put(place)
    (place / ".hidden").mkdir()
    assert client.get(f"/court-data/{path}").status_code in (404, 302)


def test_the_style_is_that_of_the_folder(client, demonstration):
    assert ".court table" in client.get("/court-data.css").content.decode()


def test_two_publications_are_said_to_disagree(client, demonstration, place):
    put(place), put(place, "2021-06-01")
    text = client.get("/court-data/").content.decode()
    assert text.index("2021-06-01") < text.index("2021-02-01")
    assert "Releases disagree about the same day" in text
