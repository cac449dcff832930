"""The questions of the lessons: before a result, as an exercise, to remember, and in the check.

A row has a name, a lesson, what is asked, the right choice, and what each choice means.
"""

from __future__ import annotations

from helpers.core.question import Question

UNSURE = "I do not know yet"

# fmt: off
# Before a result is shown: predict(name), then the cell that ends in reveal(name).
QUESTIONS = {question.name: question for question in [
    Question("relu-of-minus-3", 1, "What does ReLU give for -3?", "0", {
        "-3": "This is the input itself. The table has 0 for -1 and for -5.",
        "0": "ReLU gives 0 for every number below 0.",
        "3": "This is -3 without its minus (the absolute value). The table has 0 for -1 and for -5.",
    }),
    Question("branch-for-0", 1, "x is 0. Which return line runs?", "return 0", {
        "return x": "It would give 0 as well, but it runs only if x > 0 is true.",
        "return 0": "The answer to x > 0 is no: 0 is not larger than itself.",
    }),
    Question("additive", 1, "Is the sum of the two outputs equal to the output of the sum?", "no", {
        "yes, both are 0": "The output of the sum is 0, but the outputs of -1 and 1 are 0 and 1.",
        "yes, both are 1": "The sum of the outputs is 1, but the sum of the inputs is 0, and ReLU gives 0 "
        "for it.",
        "no": "One pair of numbers that breaks the rule is enough: ReLU is not linear. It is made of "
        "straight parts: it is piecewise linear.",
    }),
    Question("neuron-output", 1, "w = 2, b = -1 and x = 0.25. What is the output of the neuron?", "0", {
        "-0.5": "This is z, and the output is ReLU(z).",
        "0": "z is 2 * 0.25 - 1 = -0.5, and ReLU gives 0 for it.",
        "0.5": "This is w * x. The neuron adds b to it, and then applies ReLU.",
    }),

    Question("max-of-array", 2, "x is an array with the numbers -2, 0 and 3. What does max(0, x) give?",
             "an error", {
        "three numbers": "Python's max does not look at the numbers of an array one by one.",
        "one number": "Python's max cannot tell which is larger, 0 or three numbers.",
        "an error": "max asks: is x larger than 0? Three numbers have three answers, and so the question is "
        "ambiguous. The red message says it in NumPy's words. It was meant to come: go on.",
    }),
    Question("np-max-of-array", 2, "What does np.max(x, 0) give for -2, 0 and 3?", "3.0", {
        "[0. 0. 3.]": "That is np.maximum(x, 0). Its name is longer.",
        "3.0": "It is the largest number of x. The 0 is not compared: it names a direction, and one row "
        "of numbers has only one. No error tells you that this is not ReLU.",
        "an error": "There is none, and so nobody is warned.",
    }),
    Question("where-and-nan", 2, "x holds -2, nan and 3. What does np.where(x > 0, x, 0) give?",
             "[0. 0. 3.]", {
        "[ 0. nan  3.]": "That is np.maximum(x, 0): it keeps nan.",
        "[0. 0. 3.]": "The question nan > 0 has the answer False, so np.where takes the 0. The nan is "
        "hidden.",
        "an error": "There is none: the comparison nan > 0 is allowed, and gives False.",
    }),
    Question("data-after-call", 2, "What does data hold after the call?", "[0. 0. 3.]", {
        "[-2.  0.  3.]": "A function does not get a copy of an array. x is another name for data.",
        "[0. 0. 3.]": "x in the function and data outside are the same array. The -2 is lost.",
        "an error": "There is none: x is another name for data, and it may be written into.",
    }),

    Question("last-point", 3, "What is the last number of np.arange(-2, 2, 1)?", "1", {
        "1": "np.arange stops before the end, 2.",
        "2": "This is the end, and np.arange leaves it out.",
        "4": "This is how many numbers there are.",
    }),
    Question("height-at-0", 3, "How high is the drawn line at x = 0?", "0.25", {
        "0": "ReLU(0) is 0, but no point is at 0. The plot has the line between two points there.",
        "0.25": "A line joins the points (-0.5, 0) and (0.5, 0.5). At 0 it is half way up.",
        "0.5": "This is the height of the next point, at x = 0.5.",
    }),
    Question("larger-error", 3, "Which line is farther from ReLU at x = 0?", "the one through 100 points", {
        "the one through 3 points": "One of the 3 points is at 0, so this line is right there.",
        "the one through 100 points": "None of the 100 points is at 0, so the corner is cut off. Of 3 "
        "points, and of 101, the middle one is at 0.",
        "neither, both are right there": "The line through 3 points is right, but none of the 100 points is at 0.",
    }),
    Question("zoom", 3, "You zoom in at 0. What does the corner of ReLU become?", "it stays a corner", {
        "it becomes round": "The line is straight on both sides of 0, so nothing becomes round.",
        "it becomes straight": "x * x looks straight when you zoom in. The corner of ReLU does not.",
        "it stays a corner": "Each zoom shows the same two straight parts.",
    }),

    Question("slope-of-square", 4, "To which number do the slopes come close when the step gets smaller?",
             "2", {
        "0": "The rise comes close to 0, and so does the step. Divide one by the other: 2.1, then 2.001.",
        "1": "This is the height at x = 1. The slope says how much the curve rises there.",
        "2": "The slopes are 3, 2.1 and 2.001. They come closer and closer to 2.",
    }),
    Question("slope-at-minus-3", 4, "What is the slope of ReLU at -3?", "0", {
        "there is none": "There is one: 0 is a number too.",
        "-3": "This is where you look. The slope says how much the line rises.",
        "0": "The line is flat there, and a flat line rises by 0.",
        "1": "This is the slope right of 0.",
    }),
    Question("sides-of-0", 4, "Do the two slopes come closer to each other when h gets smaller?", "no", {
        "yes, to 0": "To the right, the rise is h and the step is h, so the slope is 1 for every h.",
        "yes, to 0.5": "This is half way between them. Both stay where they are.",
        "no": "They are 0 and 1 for every h. No number fits both sides, so the slope at 0 is undefined.",
    }),
    Question("central-at-0", 4, "What is the central slope of ReLU at 0, for h = 0.001?", "0.5", {
        "0": "This is the slope to the left. The central slope takes one point on each side.",
        "0.5": "The rise is h, the two points are 2 * h apart: 0.5 for every h. It is no slope: there is none at 0.",
        "1": "This is the slope to the right. The central slope takes one point on each side.",
        "an error": "The two points are never the same, so a number always comes out.",
    }),

    Question("leaky-of-minus-3", 5, "What does Leaky ReLU give for -3, with a = 0.01?", "-0.03", {
        "0": "This is what ReLU gives. Leaky ReLU gives a * x.",
        "-0.03": "Left of 0 it gives a * x, here 0.01 * -3.",
        "0.03": "0.01 * -3 is negative: the minus stays.",
        "-3": "This is the input. Left of 0 it is multiplied by a.",
    }),
    Question("bias-after-1000-steps", 5, "What is b after 1000 steps?", "-3", {
        "-3": "The slope of ReLU is 0 for every input, so each step changes b by exactly 0, and w too.",
        "about -2": "Each push is multiplied by the slope of ReLU at z, and it is 0.",
        "0.5": "This is what the target needs, but each push is multiplied by the slope of ReLU at z, which "
        "is 0.",
    }),
    Question("few-positive", 5, "b = -0.8: z is positive for only 4 of the 41 inputs. What happens to b in 1000 steps?",
             "b rises to 0.5", {
        "b stays at -0.8": "For 4 inputs z is positive, so the slope is 1 there. They push b up.",
        "b rises a little": "When b rises, more and more z become positive. Their inputs push too.",
        "b rises to 0.5": "The 4 inputs push b up, then more inputs help. It is no problem that most outputs "
        "are 0 at first.",
    }),
    Question("how-b-moves", 5, "How does b move now?", "slowly at first, then fast", {
        "not at all": "The slope left of 0 is 0.01, not 0. So each step pushes b, a little.",
        "fast at first, then slower and slower": "The differences are large at the start, but as long as z "
        "is negative each push is multiplied by 0.01.",
        "slowly at first, then fast": "With the slope 0.01 each push is weak; w grows too. At some step a z "
        "is positive for the first time. There the slope is 1, and the push of that input is 100 times as strong.",
    }),
]}

# As an exercise: predict(name), and what the choice means is told at once.
REASONS = {question.name: question for question in [
    Question("why-not-linear", 1, "Write f(x) for ReLU(x). Which choice shows that f is not linear?",
             "f(-2) + f(5) is not f(-2 + 5)", {
        "f(0) = 0": "That is so for every line through 0, so it shows nothing.",
        "f(-2) + f(5) is not f(-2 + 5)": "f(-2) + f(5) is 0 + 5, and f(-2 + 5) is f(3) = 3.",
        "f(2) + f(3) is not f(2 + 3)": "They are equal, 5: both inputs are on the same side of the bend.",
        "f(x) is never negative": "That is true. But a flat line at height 0 is never negative too, and it "
        "is linear.",
    }),
    Question("why-half", 4, "Why is the central slope of ReLU at 0 equal to 0.5?",
             "it is the mean of the two slopes, 0 and 1", {
        "h is not small enough": "A smaller h changes nothing: h / (2 * h) is 0.5 for every h.",
        "it is the mean of the two slopes, 0 and 1": "(0 + 1) / 2 is 0.5. It looks like a slope, but there "
        "is none at 0.",
        "0.5 is the slope of ReLU at 0": "The slope at 0 is undefined: no number fits both sides.",
        "numbers are rounded": "Without rounding it is 0.5 too: h / (2 * h) is 0.5.",
    }),
]}

# At the beginning of a lesson, on the lessons before; told at once.
REMEMBER = [
    Question("remember-negative", 2, "What does ReLU give for -7?", "0", {
        "-7": "This is the input itself.", "0": "ReLU gives 0 for every number below 0.",
        "7": "This is -7 without its minus. ReLU gives 0.",
    }),
    Question("remember-neuron", 2, "A neuron computes z = w * x + b. What does ReLU do then?",
             "it is applied to z", {
        "it is applied to x": "x is the input of the neuron. ReLU comes after w and b.",
        "it is applied to z": "The output of the neuron is ReLU(z).",
        "it is added to z": "Nothing is added. The output is ReLU(z).",
    }),
    Question("remember-np-max", 3, "x holds 1, 5 and 2. What does np.max(x, 0) give?", "5", {
        "[1 5 2]": "That is np.maximum(x, 0): it compares each number with 0.",
        "0": "np.max looks among the numbers of x, and 0 is none of them.",
        "5": "np.max looks for the largest number of x. The 0 is not compared: it names a "
        "direction, and x has only one.",
    }),
    Question("remember-linear", 3, "Is ReLU linear?", "no", {
        "yes": "ReLU(-1 + 1) is 0, but ReLU(-1) + ReLU(1) is 1.",
        "no": "It is made of two straight parts: it is piecewise linear.",
    }),
    Question("remember-corner", 4, "You plot ReLU, and no point is at 0. What is wrong with the plot?",
             "the line is too high near 0", {
        "nothing": "The corner is at 0. Without a point there it is cut off.",
        "the line is too high near 0": "A straight line joins the two points beside 0, above ReLU.",
        "the line has a gap at 0": "The plot joins all points, also those on both sides of 0.",
    }),
    Question("remember-linspace", 4, "How many points has np.linspace(-4, 4, 9), and is one of them 0?",
             "9 points, 0 among them", {
        "8 points, 0 not among them": "The 9 is the number of points. The step between them is 1.",
        "9 points, 0 among them": "The step is 1, and from -4 such steps meet 0.",
        "9 points, 0 not among them": "Count from -4 in steps of 1: -4, -3, -2, -1, 0.",
    }),
    Question("remember-slope-left", 5, "What is the slope of ReLU at -5?", "0", {
        "it is undefined": "It is undefined only at 0. A flat line has the slope 0.",
        "0": "The line is flat there.", "1": "This is the slope right of 0.",
    }),
    Question("remember-z", 5, "A neuron with ReLU computes z = 2 * x - 1. What is its output for x = 0?",
             "0", {
        "-1": "This is z. The output is ReLU(z).", "0": "z is -1, and ReLU gives 0 for it.",
        "1": "This is -1 without its minus. ReLU gives 0.",
    }),
]


def _with_unsure(name: str, lesson: int, ask: str, right: str, choices: dict[str, str]) -> Question:
    unsure = {UNSURE: f"Right is: {right}. {choices[right]}"}
    return Question(f"check-{name}", lesson, ask, right, choices | unsure)


# In the check, mixed; each names the lesson to read again.
CHECK = [
    _with_unsure("slope-at-0", 4, "What is the slope of ReLU at 0?", "it is undefined", {
        "0": "This is the slope to the left, and what PyTorch, JAX and TensorFlow choose. To the right it is 1.",
        "0.5": "This is the central slope. No number fits both sides.",
        "1": "This is the slope to the right. To the left it is 0.",
        "it is undefined": "To the left it is 0, to the right it is 1, and no number fits both sides.",
    }),
    _with_unsure("inputs-of-2.5", 1, "For which inputs does ReLU give 2.5?", "only for 2.5", {
        "only for 2.5": "ReLU gives each positive number back, and 0 for all others.",
        "for 2.5 and for -2.5": "For -2.5 it gives 0.",
        "for none": "ReLU gives each positive number back as it is.",
    }),
    _with_unsure("line-at-0", 3,
                 "You plot ReLU through four points, at -3, -1, 1 and 3. How high is the line at x = 0?", "0.5", {
        "0": "ReLU(0) is 0, but no point is at 0. The plot has the line between two points there.",
        "0.5": "A line joins (-1, 0) and (1, 1). At 0 it is half way up.",
        "1": "This is the height at x = 1.",
    }),
    _with_unsure("some-zeros", 5,
                 "A neuron with ReLU gives 0 for some of its 10 training inputs. From how many on is it dead?", "10", {
        "1": "An input with an output above 0 can still push w and b, so the neuron is not dead.",
        "5": "An input with an output above 0 can still push w and b, so the neuron is not dead.",
        "10": "One input with an output above 0 could still push w and b.",
    }),
    _with_unsure("array", 2, "x is an array. Which line gives ReLU of each of its numbers?", "np.maximum(x, 0)", {
        "max(x, 0)": "Python's max asks one question about the whole array, and stops with an error.",
        "np.max(x, 0)": "np.max looks for the largest number of x. The 0 is not compared.",
        "np.maximum(x, 0)": "np.maximum compares each number with 0.",
    }),
    _with_unsure("linear", 1, "f is ReLU. Which of the two is larger: f(-3) + f(3), or f(-3 + 3)?",
                 "f(-3) + f(3)", {
        "f(-3) + f(3)": "f(-3) + f(3) is 0 + 3, and f(-3 + 3) is f(0) = 0. ReLU is not linear.",
        "f(-3 + 3)": "f(-3 + 3) is f(0) = 0, and f(-3) + f(3) is 0 + 3.",
        "both are equal": "They would be equal if ReLU were linear. Compute both.",
    }),
    _with_unsure("leaky", 5, "What does Leaky ReLU give for -20, with the leak a = 0.1?", "-2", {
        "0": "This is what ReLU gives. Left of 0, Leaky ReLU gives a * x.",
        "-2": "Left of 0 it gives a * x, here 0.1 * -20.",
        "2": "0.1 * -20 is negative: the minus stays.",
    }),
    _with_unsure("exact-plot", 3, "Which evenly spaced points from -4 to 4 draw ReLU exactly?", "3 points", {
        "3 points": "They are -4, 0 and 4: one is at the corner.",
        "8 points": "None of the 8 points is 0, so the corner is cut off.",
        "1000 points": "None of the 1000 points is 0, so the corner is cut off.",
    }),
    _with_unsure("slope-at-7", 4, "What is the slope of ReLU at 7?", "1", {
        "0": "This is the slope left of 0.",
        "1": "For each 1 to the right the output rises by 1.",
        "7": "This is the output there. The slope says how much it rises for each 1 to the right.",
    }),
    _with_unsure("same-array", 2,
                 "change(x) does x[x < 0] = 0, and data is an array. What is in data after change(data)?",
                 "0 in place of each negative number", {
        "what was in it before": "A function does not get a copy of an array: x is another name for data.",
        "0 in place of each negative number": "x and data are two names of the same array.",
        "nothing: it ends in an error": "There is no error: x is another name for data, and data is changed.",
    }),
]
# fmt: on
