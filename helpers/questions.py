"""The questions of the lessons that are answered before a result is shown, as data: with what each answer means."""

from __future__ import annotations

from helpers.core.prediction import Question

# fmt: off
# Name, lesson, what is asked, and what is said with the result; the choices, the right one, and what a wrong one means.
QUESTIONS = {question.name: question for question in [
    # Lesson 1
    Question(
        "relu-of-minus-3", 1, "What does ReLU give for -3?",
        "Of the four numbers only -3 is replaced by 0. The name ReLU is short for rectified linear unit.",
        wrong={"3": "3 is the absolute value of -3: it takes the minus away, and ReLU gives 0.",
               "-3": "-3 is the input itself: ReLU keeps only 0 and positive numbers."},
    ),
    Question(
        "branch-for-0", 1, "x is 0. Which return line runs?",
        "0 is not larger than 0, so the answer to x > 0 is no.",
        choices=("return x", "return 0"), right="return 0",
        wrong={"return x": "return x would give 0 as well, but it runs only where x > 0 is true."},
    ),
    Question(
        "additive", 1, "f is ReLU. Are both sides equal for p = -1 and q = 1?",
        "One pair of numbers that breaks the rule is enough: ReLU is not linear. Its plot is made of straight "
        "parts. Such a function is called piecewise linear.",
        choices=("yes, both are 0", "yes, both are 1", "no"), right="no",
        wrong={"yes, both are 0": "The left side is ReLU(0) = 0, but the right side is ReLU(-1) + ReLU(1) = 0 + 1.",
               "yes, both are 1": "The right side is 0 + 1, but the left side is ReLU(-1 + 1) = ReLU(0)."},
    ),
    Question(
        "neuron-output", 1, "w = 2, b = -1 and x = 0.25. What is the output of the neuron?",
        "z is 2 * 0.25 - 1, which is negative, and ReLU gives 0 for it.",
        wrong={"-0.5": "-0.5 is z, and the output is ReLU(z).", "0.5": "0.5 is w * x: the bias b is added to it."},
    ),
    # Lesson 2
    Question(
        "max-of-array", 2, "What does max(0, x) give for an array?",
        "max asks: is x larger than 0? It wants one answer, yes or no, and three numbers have three answers. "
        "Ambiguous means: there is no single yes or no. An if x > 0: stops with the same error, for the same reason.",
        choices=("three numbers", "one number", "an error"), right="an error",
        wrong={"three numbers": "Python's max does not look into the array number by number.",
               "one number": "Python's max would have to know which of 0 and the whole array is larger."},
    ),
    Question(
        "np-max-of-array", 2, "What does np.max(x, 0) give for -2, 0 and 3?",
        "np.max looks for the one largest number, and there is no error. The 0 has another meaning here: it says in "
        "which direction of a table to search, along which axis. A wrong result without an error is hard to find.",
        choices=("0, 0 and 3", "3", "an error"), right="3",
        wrong={"0, 0 and 3": "That is np.maximum(x, 0), whose name is longer.",
               "an error": "There is none, and that is the danger."},
    ),
    Question(
        "keeps-nan", 2, "How many of the six ways keep the nan?",
        "np.where hides it: the question nan > 0 has the answer no, so it takes the 0. np.fmax leaves nan out of the "
        "comparison.",
        wrong={"6": "Two of them give the number 0 in its place.",
               "5": "Two of them give the number 0 in its place, not one."},
    ),
    Question(
        "data-after-call", 2, "What does data hold after the call?",
        "The -2 is lost: x inside the function and data outside are the same array. np.maximum makes a new one.",
        choices=("-2, 0 and 3", "0, 0 and 3"), right="0, 0 and 3",
        wrong={"-2, 0 and 3": "A function does not get a copy of an array: x is another name for data."},
    ),
    # Lesson 3
    Question(
        "last-point", 3, "What is the last number of np.arange(-3, 5, 1)?",
        "np.arange leaves the end, 5, out.",
        wrong={"5": "5 is the end, and np.arange stops before it.", "8": "8 is how many numbers there are."},
    ),
    Question(
        "height-at-0", 3, "How high is the drawn line at x = 0?",
        "No point is at 0. A straight line joins (-0.5, 0) and (0.5, 0.5), so it rises from -0.5 on, and at 0 it is "
        "half way up.",
        wrong={"0": "ReLU(0) is 0, but no point is computed there: the plot shows the line between two points.",
               "0.5": "0.5 is the height of the next point, at x = 0.5."},
    ),
    Question(
        "larger-error", 3, "Which plot is farther from ReLU at x = 0?",
        "3 points are enough, because one of them is 0. Among 100 points from -5 to 5 none is 0, and among 101 points "
        "one is. More points do not always help. A point at the corner does.",
        choices=("the one of 3 points", "the one of 100 points", "both have the same"), right="the one of 100 points",
        wrong={"the one of 3 points": "Two straight lines through -5, 0 and 5 are exactly ReLU.",
               "both have the same": "The plot of 3 points is exact at 0, and the one of 100 is not."},
    ),
    Question(
        "zoom", 3, "You zoom in at 0. What does the corner of ReLU become?",
        "A zoom changes only the numbers on the axes, because ReLU(2 * x) = 2 * ReLU(x) for every x. x**2 looks more "
        "and more like a flat line.",
        choices=("round", "straight", "it stays a corner"), right="it stays a corner",
        wrong={"round": "No point near 0 is round: the line is straight on both sides.",
               "straight": "x**2 becomes straight when you zoom in, and the corner of ReLU does not."},
    ),
    # Lesson 4
    Question(
        "slope-at-minus-3", 4, "What is the slope of ReLU at -3?",
        "The line is flat there, and a flat line has the slope 0.",
        choices=("none: there is no slope", "0", "-3", "1"), right="0",
        wrong={"none: there is no slope": "There is one: the number 0.",
               "-3": "-3 is where you look, not how much the line rises.",
               "1": "1 is the slope right of 0."},
    ),
    Question(
        "sides-of-0", 4, "Do the slopes to the left and to the right of 0 come closer when h gets smaller?",
        "They are 0 and 1 for every h and never equal. So the slope of ReLU at 0 is undefined. A program needs some "
        "number there. Every number from 0 to 1 is allowed: a line through the corner with this slope is nowhere "
        "above ReLU. Such a number is called a subgradient.",
        choices=("yes", "no"), right="no",
        wrong={"yes": "That would be so for a curve without a corner. Here h cancels: h / h is 1 for every h."},
    ),
    Question(
        "central-at-0", 4, "What is the central slope at 0 for h = 0.001?",
        "It is the same for every h, so it looks like a slope. But there is no slope at 0: this check does not see "
        "the corner.",
        wrong={"0": "0 is the slope to the left of 0. The central slope takes one point on each side.",
               "1": "1 is the slope to the right of 0. The central slope takes one point on each side."},
    ),
    # Lesson 5
    Question(
        "bias-after-1000-steps", 5, "What is b after 1000 steps?",
        "Nothing moved. The output is 0 for every input, and so is the slope of ReLU. Each step changes w and b by "
        "exactly 0. Such a neuron never learns: it is dead.",
        wrong={"0.5": "0.5 is what the target needs, but each move is multiplied by the slope, which is 0 here."},
    ),
    Question(
        "dead-from-minus-half", 5, "The start is b = -0.5. Is this neuron dead: does it never learn?",
        "It learned what the target needs. A neuron with ReLU is dead only if z is 0 or negative for every training "
        "input. An output of 0 for some inputs is not enough.",
        choices=("yes", "no"), right="no",
        wrong={"yes": "For the inputs above 0.5 z is positive, so the slope is 1 there, and these move w and b."},
    ),
    Question(
        "steps-to-revive", 5, "With a = 0.01, after how many steps is z positive for some input?",
        "The leak moves the neuron slowly until it is active. Then it learns fast.",
        choices=("about 10", "about 1000", "about 100000", "never"), right="about 1000",
        wrong={"about 10": "Each move is multiplied by a = 0.01, so it takes longer.",
               "about 100000": "The error is large at the start, so the moves are not that small.",
               "never": "The slope is 0.01 and not 0, so each step moves b."},
    ),
    Question(
        "larger-leak", 5, "Take a = 0.3 in place of 0.01. Is the error at the end smaller?",
        "With a 10 times smaller a it takes about 10 times more steps. But of the neurons that became active, the one "
        "with the larger leak has the larger error: the target is flat on its left side, and the larger the leak, the "
        "less flat the neuron.",
        choices=("yes", "no"), right="no",
        wrong={"yes": "It is active sooner, but it cannot become as flat on the left as the target is."},
    ),
]}
# fmt: on


def question(name: str) -> Question:
    """Return the question called `name`.

    Raises
    ------
    ValueError
        If there is none of that name.
    """
    if name not in QUESTIONS:
        raise ValueError(f"name must be one of {', '.join(QUESTIONS)}, but it is {name!r}. Choose one of them.")
    return QUESTIONS[name]
