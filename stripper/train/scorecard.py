"""Fit the weighted rules: multinomial logistic regression over yes-or-no features of roles and shape.

Trained on written blocks set into content, and on content alone: look-alikes weigh more than other
content, so that an article about appeals is kept. Chosen by cross-validation over languages.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from stripper.engines.scorecard import LEAST, STRONG, UNIT, Card, pool, weigh
from stripper.evaluate.labelled import CONTENT, LabelledPage
from stripper.facts import assign_roles, combine, measure
from stripper.features import Bits, build_features, feature_names
from stripper.formats import split
from stripper.lexicons import load_lexicon
from stripper.lexicons.detection import SPOKEN_ANYWHERE, find_languages

STRENGTH = 0.05
"""Inverse of the L2 penalty; 0.02 to 0.1 score alike over languages, 0.05 keeps content best."""
LOOKALIKE_WEIGHT, CONTENT_WEIGHT = 3.0, 0.3
"""How much a line of a look-alike and a line of a gold-standard text weigh against one of a block."""


@dataclass(frozen=True, slots=True, eq=False)
class Examples:
    """Feature rows with their labels, weights and languages."""

    bits: Bits
    labels: npt.NDArray[np.str_]
    weights: npt.NDArray[np.float64]
    languages: npt.NDArray[np.str_]


def collect(pages: Iterable[LabelledPage], content_weight: float) -> Examples:
    """The blocks of labelled pages as examples."""
    bits, labels, languages = [], [], []
    for page in pages:
        held = split(page.text, page.format)
        facts = measure([held])
        masks = assign_roles(facts, [(load_lexicon(c), np.array([True])) for c in _codes(page, facts)])
        rows = build_features(facts, combine(masks, facts.first, facts.last), masks)
        lines = np.cumsum([0, *(len(line) + 1 for line in page.text.split("\n"))])
        at = np.searchsorted(lines, held.start, "right") - 1
        found = np.array([page.labels[i] or CONTENT for i in at.tolist()])
        bits.append(rows)
        labels.append(found)
        languages.append(np.full(len(rows), page.language))
    label = np.concatenate(labels)
    weight = np.where(label == CONTENT, content_weight, 1.0)
    return Examples(np.concatenate(bits), label, weight, np.concatenate(languages))


def _codes(page: LabelledPage, facts) -> tuple[str, ...]:  # type: ignore[no-untyped-def]
    if page.language:
        return tuple(dict.fromkeys((page.language, SPOKEN_ANYWHERE)))
    return find_languages(facts.tokens, facts.page[facts.block], 1)[0]


def fit(parts: Sequence[Examples]) -> Card:
    """Fit a card to examples."""
    from sklearn.linear_model import LogisticRegression

    bits = np.concatenate([p.bits for p in parts])
    labels = np.concatenate([p.labels for p in parts])
    weights = np.concatenate([p.weights for p in parts])
    model = LogisticRegression(C=STRENGTH, max_iter=400)
    model.fit(bits.astype(np.float64), labels, sample_weight=weights)
    names = [str(c) for c in model.classes_]
    base = names.index(CONTENT)
    order = [n for n, name in enumerate(names) if n != base]
    scaled = UNIT * (model.coef_ - model.coef_[base])[order]
    bias = UNIT * (model.intercept_ - model.intercept_[base])[order]
    return Card(
        tuple(names[n] for n in order),
        np.rint(bias).astype(np.int32),
        np.rint(scaled).astype(np.int32).T,
    )


def cross_validate(written: Examples, other: Sequence[Examples], folds: int = 5) -> dict[str, float]:
    """Shares found over languages left out: asks, boilerplate, and content lost."""
    codes = sorted(set(written.languages.tolist()))
    fold = np.array([codes.index(c) % folds for c in written.languages.tolist()])
    total = np.zeros(len(fold), np.int64)
    for number in range(folds):
        train = _take(written, fold != number)
        held = written.bits[fold == number]
        total[fold == number] = pool(weigh(fit([train, *other]), held))
    asks = np.isin(written.labels, ("donation", "paywall", "newsletter"))
    content = written.labels == CONTENT
    return {
        f"{name} over {least}": round(float((total[rows] >= least).mean()), 4)
        for least in (0, LEAST, STRONG)
        for name, rows in (("asks", asks), ("boilerplate", ~content), ("content", content))
    }


def _take(examples: Examples, rows: npt.NDArray[np.bool_]) -> Examples:
    return Examples(
        examples.bits[rows], examples.labels[rows], examples.weights[rows], examples.languages[rows]
    )


def write_card(card: Card, path: Path) -> None:
    """Write a card as a table of whole numbers."""
    lines = [
        "# Weighted rules, in hundredths of a logit against content. Fitted; see train/scorecard.py.",
        "\t".join(("feature", *card.categories)),
        "\t".join(("bias", *map(str, card.bias.tolist()))),
    ]
    for name, row in zip(feature_names(), card.weights.tolist(), strict=True):
        if any(row):
            lines.append("\t".join((name, *(str(n) if n else "" for n in row))))
    path.write_text("\n".join(lines) + "\n", "utf-8")
