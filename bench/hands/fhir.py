#!/usr/bin/env python3
"""Answers the Bundles of a hand and compares with what it expected. usage: fhir.py METASIGN bench/hands/fhir-1.json [--list]

`prompt` wants a prompt of at least urgent-suspected-cancer, `emergency` an emergency, `quiet` none at all, `notice` none and a
notice; `prompt+notice` both."""
import collections, json, os, subprocess, sys, tempfile

exe, path = sys.argv[1:3]
right, all_ = collections.Counter(), collections.Counter()
with tempfile.TemporaryDirectory() as folder:
    for one in json.load(open(path, encoding="utf-8")):
        file = os.path.join(folder, one["name"] + ".json")
        with open(file, "w", encoding="utf-8") as out:
            json.dump(one["bundle"], out)
        answer = subprocess.run([exe, "assess", "--as-of", "2026-11-20", "--format", "json", file], capture_output=True, text=True)
        try:
            assessment = json.loads(answer.stdout)
        except ValueError:
            assessment = {"prompts": [], "notices": [{"message": "refused"}]}
        tiers = {prompt["urgency"] for prompt in assessment["prompts"]}
        wants = set(one["expect"].split("+"))
        fine = "prompt" not in wants or any(tier == "emergency" or tier.startswith("urgent") for tier in tiers)
        fine &= "emergency" not in wants or "emergency" in tiers
        fine &= "quiet" not in wants or not tiers
        fine &= "notice" not in wants or bool(assessment["notices"]) and ("prompt" in wants or not tiers)
        all_[one["kind"]] += 1
        right[one["kind"]] += fine
        if not fine and "--list" in sys.argv:
            print(one["name"], one["expect"], sorted(tiers), one["why"], sep=" | ")
print(f"{sum(right.values())} of {sum(all_.values())}:", ", ".join(f"{kind} {right[kind]}/{all_[kind]}" for kind in sorted(all_)))
