"""Every regime file on the shelf loads, follows on, and is listed as published."""

from asylia.regimes import for_live_use, regimes


def test_every_file_loads() -> None:
    assert "us_mpp/2021-12-02" in regimes()


def test_every_published_file_may_be_used_live() -> None:
    for each in regimes().values():
        if each.status == "published":
            assert for_live_use(each) is each
