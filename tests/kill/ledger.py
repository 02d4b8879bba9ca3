"""The ledger of what people were shown, kept outside the product.

SPDX-License-Identifier: EUPL-1.2
"""
import collections


class Ledger:
    """What people were shown. Knows ids and receipts, nothing of the product."""

    def __init__(self):
        self.shown, self.tried, self.codes, self.answers, self.steps = {}, set(), {}, {}, {}

    def saved(self, body, answer):
        before = self.shown.setdefault(body["id"], answer["receipt"])
        assert before == answer["receipt"], f"one report, two receipts: {before} and {answer['receipt']}"
        if answer["follow"]:
            self.codes[answer["receipt"]] = answer["follow"]

    def audit(self, cases):
        count = collections.Counter(case["receipt"] for case in cases)
        lost = [r for r in self.shown.values() if not count[r]]
        double = [r for r in self.shown.values() if count[r] > 1]
        assert not lost, f"{len(lost)} reports shown as saved are lost: {lost[:5]}"
        assert not double, f"stored twice: {sorted(double)[:5]}"
        assert len(set(self.shown.values())) == len(self.shown), "one receipt for two reports"

    def audit_said(self, what, wanted, told):
        """told: what stands in the histories of those cases."""
        wrong = {i: told.count(i) for i in wanted if told.count(i) != 1}
        assert not wrong, f"{what} shown as saved, and how often they are there: {wrong}"
