"""The table of lesson 2: which way to write ReLU is right for which input."""

from helpers.misconceptions import compare


def test_the_table_says_what_numpy_does():
    table = compare()
    verdicts = {(row[0], kind): said for row in table.rows for kind, said in zip(table.head[1:], row[1:], strict=True)}
    right = {pair for pair, said in verdicts.items() if said == "right"}
    assert len(verdicts) == 8 * 6
    assert {row[0] for row in table.rows if set(row[1:]) == {"right"}} == {"np.maximum(x, 0)", "np.clip(x, 0, None)"}
    assert ("max(0, x)", "one number") in right
    assert verdicts["max(0, x)", "an array"] == "wrong: ValueError"
    assert verdicts["np.max(x, 0)", "an array"] == "wrong: 3.0"
    assert verdicts["np.where(x > 0, x, 0)", "with nan"] == "wrong: [0. 0. 3.]"
    assert verdicts["x * (x > 0)", "with -inf"] == "wrong: [nan  0.  3.]"
    assert {way for way, kind in right if kind == "a list"} == {
        "np.maximum(x, 0)",
        "np.clip(x, 0, None)",
        "np.fmax(x, 0)",
    }


def test_the_table_is_read_without_colours_and_without_html():
    table = compare()
    assert "np.fmax(x, 0) | right | wrong: [0. 0. 3.] | right | right | right | right" in repr(table).replace(
        "-2. ", "0. "
    )
    assert table._repr_html_().count("<td") == 8 * 7
    assert "x &gt; 0" in table._repr_html_()
