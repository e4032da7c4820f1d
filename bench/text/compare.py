#!/usr/bin/env python3
"""Metasign's note reader beside medspaCy ConText and negspacy: same phrase, same sentence, same folding, one run.

    python3 -m venv venv && venv/bin/pip install spacy==3.7.5 medspacy==1.3.1 negspacy==1.0.4
    cargo build --release -p metasign-core --example read_tsv
    venv/bin/python bench/text/compare.py SET.tsv [target/release/examples/read_tsv]

SET.tsv: tab-separated with a header, columns phrase, sentence, negation (Negated | Affirmed), temporality
(Recent | Historical | ...), as the public NegEx annotations (chapmanbe/negex). It isn't part of this repository.

The peers get a blank English pipeline (no model): the phrase is given to them as an entity at its first occurrence,
found ignoring case and runs of white space; their rules are those they ship. Speeds are from text and phrase to answer, one
thread, without start-up, the best of several runs.
"""
import re
import subprocess
import sys
import time

import spacy
from spacy.tokens import Span


def rows(path):
    with open(path, encoding="utf-8") as lines:
        next(lines)
        for line in lines:
            phrase, sentence, negation, temporality = line.rstrip("\n").split("\t")[:4]
            yield re.sub(r"\s+", " ", phrase).strip(), re.sub(r"\s+", " ", sentence).strip(), negation == "Negated", temporality == "Historical"


def f1(gold, read):
    hit = sum(g and r for g, r in zip(gold, read))
    return 2 * hit / max(1, sum(gold) + sum(read))


def document(nlp, phrase, sentence):
    doc = nlp.make_doc(sentence)
    for place, token in enumerate(doc):
        token.is_sent_start = place == 0
    start = sentence.lower().find(phrase.lower())
    span = doc.char_span(start, start + len(phrase), label="SIGN", alignment_mode="expand") if start >= 0 else None
    if span is not None:
        doc.ents = [span]
    return doc, span


def best(run):
    """The answers and the best time of five runs."""
    times = []
    for _ in range(5):
        begun = time.perf_counter()
        read = run()
        times.append(time.perf_counter() - begun)
    return read, min(times)


def medspacy(data):
    from medspacy.context import ConText

    nlp = spacy.blank("en")
    context = ConText(nlp, rules="default")

    def run():
        read = []
        for phrase, sentence, *_ in data:
            doc, span = document(nlp, phrase, sentence)
            context(doc)
            entity = doc.ents[0] if span is not None else None
            read.append((bool(entity is not None and entity._.is_negated), bool(entity is not None and entity._.is_historical)))
        return read

    return best(run)


def negspacy(data):
    from negspacy.negation import Negex  # noqa: F401  (registers the component)
    from negspacy.termsets import termset

    nlp = spacy.blank("en")
    negex = nlp.add_pipe("negex", config={"neg_termset": termset("en_clinical").get_patterns()})

    def run():
        read = []
        for phrase, sentence, *_ in data:
            doc, span = document(nlp, phrase, sentence)
            negex(doc)
            read.append((bool(span is not None and doc.ents[0]._.negex), None))
        return read

    return best(run)


def metasign(data, program):
    lines = "".join(f"{phrase}\t{sentence}\n" for phrase, sentence, *_ in data)
    done = subprocess.run([program], input=lines, capture_output=True, text=True, check=True)
    read = []
    for line in done.stdout.splitlines():
        _, negation, temporality, _ = line.split("\t")
        read.append((negation == "Negated", temporality == "Historical"))
    # The program says on stderr how long the reading itself took.
    return read, float(done.stderr.split()[0])


def main():
    data = list(rows(sys.argv[1]))
    program = sys.argv[2] if len(sys.argv) > 2 else "target/release/examples/read_tsv"
    gold_negation = [row[2] for row in data]
    gold_history = [row[3] for row in data]
    print("| reader | negation F1 | historical F1 | sentences per second |\n|---|---|---|---|")
    for name, run in (("metasign", lambda: metasign(data, program)), ("medspaCy ConText", lambda: medspacy(data)), ("negspacy", lambda: negspacy(data))):
        read, spent = run()
        negation = f1(gold_negation, [one[0] for one in read])
        history = "-" if read[0][1] is None else f"{f1(gold_history, [one[1] for one in read]):.3f}"
        print(f"| {name} | {negation:.3f} | {history} | {len(data) / spent:,.0f} |")


if __name__ == "__main__":
    main()
