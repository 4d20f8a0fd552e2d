"""Sites: which profiles hold for the pages of a batch, of those given and those that were learned.

Given profiles are few and held all the time. Of a learning state, which may know millions of sites,
the profiles of the last sites are held. A site that a given profile names is left to that one: what
a person rejected there must not return.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from stripper.engines import Opinion
from stripper.engines.site import SiteEngine
from stripper.facts import Facts
from stripper.profiles import Profile, check_local, load_profiles
from stripper.profiles.hosts import find_host, find_site
from stripper.profiles.store import ProfileStore, is_store

HELD = 1024
"""Sites of learning states whose profiles are held: some tens of kilobytes each."""
_NOWHERE = Profile(("nowhere.invalid",))
"""A profile beside which another one does not hold for pages of unknown hosts, as a single one
would."""


@dataclass(frozen=True)
class Sites:
    """The site profiles of some options."""

    given: tuple[Profile, ...]
    stores: tuple[ProfileStore, ...]

    @classmethod
    def load(cls, paths: Sequence[str]) -> "Sites":
        """The profiles of files and folders, and the learning states among them."""
        return cls(
            load_profiles(path for path in paths if not is_store(path)),
            tuple(ProfileStore.open(check_local(path)) for path in paths if is_store(path)),
        )

    def judge(self, facts: Facts, addresses: Sequence[str | None]) -> list[Opinion]:
        """The opinions on a batch; `addresses` are those of the pages, where they are known."""
        hosts = [find_host(address) for address in addresses]
        opinions = self._engine.judge(facts, hosts) if self.given else []
        if not self.stores:
            return opinions
        pages: dict[str, set[int]] = defaultdict(set)
        for page, host in enumerate(hosts):
            if host and not self._engine.names(host):
                pages[find_site(host)].add(page)
        for store in self.stores:
            for site, held in pages.items():
                engine = _find_engine(store, site)
                if engine is not None:
                    own = [site if page in held else None for page in range(len(hosts))]
                    opinions += engine.judge(facts, own)
        return opinions

    @cached_property
    def _engine(self) -> SiteEngine:
        return SiteEngine(self.given)

    def __getstate__(self) -> dict[str, Any]:
        return {"given": self.given, "stores": self.stores}


@lru_cache(maxsize=HELD)
def _find_engine(store: ProfileStore, site: str) -> SiteEngine | None:
    profile = store.find(site)
    return SiteEngine([profile, _NOWHERE]) if profile else None
