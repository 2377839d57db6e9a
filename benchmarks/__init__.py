"""Measurements side by side in one run; only their ratios mean anything.

One module per question, named in `benchmarks/questions.py`. Each has a `measure(plan)`:

    def measure(plan: Plan) -> Result:
        sides = {"the bot": tap, "stock python-telegram-bot": peer.ask}  # each gives one figure
        figures = plan.interleave(sides)  # A B A B …, as many rounds as the plan has
        return Result(
            tables=[Table("taps per second", "/s", figures)],
            checks=[Check("the bot / stock", ratio(figures, "the bot", "stock …"), at_least=1.5)],
        )

`plan.quick` asks for fewer rounds and smaller sizes. A check that is missed says why, by `why`,
which is printed only then. Peers run in processes of their own and in an environment of their
own, `.venv/peers` (`make .venv/.bench`); `benchmarks/peer.py` speaks with them, a line at a time.
"""
