namespace Vitrine.Core.Inspect.Secrets;

/// <summary>
/// The regular form of a token over ASCII bytes. Less than a regular expression on purpose: every repetition has an upper bound, matching is anchored at
/// its start and allocates nothing, and the same form that finds a token can make one for a test.
/// </summary>
/// <remarks>
/// Literals; <c>.</c> for itself; <c>\</c> before a literal that means something here; <c>[...]</c> and <c>[^...]</c>; <c>\d</c> digits, <c>\h</c> lower hex,
/// <c>\x</c> hex, <c>\a</c> letters and digits, <c>\w</c> these and <c>_</c>, <c>\u</c> the URL-safe and <c>\b</c> the standard base64 alphabet; <c>{n}</c>,
/// <c>{n,m}</c>, <c>?</c>; <c>(a|b)</c>.
/// </remarks>
internal sealed class Form
{
    // Steps for one attempt. Tokens are matched in far fewer: this bounds what a hostile text can cost at one place.
    private const int Budget = 8192;
    private readonly FormStep[] _steps;
    private readonly FormTell[] _tells;

    private Form(string text, FormNode root)
    {
        Text = text;
        Root = root;
        var steps = new List<FormStep>();
        root.Compile(steps);
        steps.Add(new FormStep(FormStepKind.End, default, 0, 0));
        _steps = [.. steps];
        for (int i = 0; i < _steps.Length - 1; i++)
            if (_steps[i].Kind == FormStepKind.Bytes && _steps[i + 1] is { Kind: FormStepKind.Bytes, Least: > 0 } next && !_steps[i].Set.Overlaps(next.Set))
                _steps[i] = _steps[i] with { IsGreedy = true };
        _tells = FormTell.Of(root);
        IsOpenEnded = root.Longest > root.Shortest;
        (int length, bool joint, _) = Fixed(root);
        IsDistinct = length >= 6 || (length >= 4 && joint);
    }

    /// <summary>As written.</summary>
    public string Text { get; }

    internal FormNode Root { get; }

    /// <summary>Whether tokens of this form differ in length.</summary>
    public bool IsOpenEnded { get; }

    /// <summary>Whether its tokens begin with a mark that says what they are, such as <c>ghp_</c>. What follows may then be as regular as in a test.</summary>
    public bool IsDistinct { get; }

    /// <summary>Length in bytes of the shortest token.</summary>
    public int Shortest => Root.Shortest;

    /// <summary>Reads a form.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static Form Parse(string text) => new(text, new FormParser(text).Parse());

    /// <summary>How many bytes at the start of the text have this form, the longest way first; -1 for none.</summary>
    public int Match(ReadOnlySpan<byte> text)
    {
        foreach (FormTell tell in _tells)
            if (tell.Offset >= text.Length || !tell.Set.Contains(text[tell.Offset]))
                return -1;
        int budget = Budget;
        return Run(0, text, 0, ref budget);
    }

    /// <summary>How many bytes at the start are given, whether a joint is among them, and whether all are.</summary>
    private static (int Length, bool HasJoint, bool IsWhole) Fixed(FormNode node)
    {
        switch (node)
        {
            case FormBytes bytes:
                bool given = bytes.Set.Count == 1 && bytes.Least == bytes.Most;
                return given ? (bytes.Least, bytes.Set.Contains((byte)'_') || bytes.Set.Contains((byte)'-'), true) : (0, false, false);
            case FormChoice choice:
                (int Length, bool HasJoint, bool IsWhole)[] ways = [.. choice.Ways.Select(Fixed)];
                return (ways.Min(static way => way.Length), ways.All(static way => way.HasJoint), ways.All(static way => way.IsWhole));
            default:
                int length = 0;
                bool joint = false;
                foreach (FormNode part in ((FormSequence)node).Parts)
                {
                    (int more, bool has, bool whole) = Fixed(part);
                    length += more;
                    joint |= has;
                    if (!whole)
                        return (length, joint, false);
                }

                return (length, joint, true);
        }
    }

    private int Run(int step, ReadOnlySpan<byte> text, int at, ref int budget)
    {
        while (budget-- > 0)
        {
            ref readonly FormStep now = ref _steps[step];
            switch (now.Kind)
            {
                case FormStepKind.End:
                    return at;
                case FormStepKind.Split:
                    int taken = Run(step + 1, text, at, ref budget);
                    if (taken >= 0)
                        return taken;
                    step = now.Least;
                    continue;
                case FormStepKind.Jump:
                    step = now.Least;
                    continue;
                default:
                    int length = Count(now, text[at..]);
                    if (length < now.Least)
                        return -1;
                    budget -= length >> 3;
                    for (; length > now.Least && !now.IsGreedy && _steps[step + 1].Kind != FormStepKind.End; length--)
                        if (CanStart(step + 1, text, at + length) && Run(step + 1, text, at + length, ref budget) is >= 0 and var end)
                            return end;
                        else if (--budget < 0)
                            return -1;
                    at += length;
                    step++;
                    continue;
            }
        }

        return -1;
    }

    private bool CanStart(int step, ReadOnlySpan<byte> text, int at)
    {
        ref readonly FormStep next = ref _steps[step];
        return next.Kind != FormStepKind.Bytes || next.Least == 0 || (at < text.Length && next.Set.Contains(text[at]));
    }

    private static int Count(in FormStep step, ReadOnlySpan<byte> text)
    {
        int most = Math.Min(step.Most, text.Length), length = 0;
        while (length < most && step.Set.Contains(text[length]))
            length++;
        return length;
    }
}

internal enum FormStepKind : byte
{
    /// <summary>Bytes of the set, from <c>Least</c> to <c>Most</c>.</summary>
    Bytes,

    /// <summary>The next step, or else the one numbered <c>Least</c>.</summary>
    Split,

    /// <summary>The step numbered <c>Least</c>.</summary>
    Jump,

    /// <summary>Matched.</summary>
    End,
}

/// <param name="Kind">What it does.</param>
/// <param name="Set">Which bytes.</param>
/// <param name="Least">How many at least, or a step's number.</param>
/// <param name="Most">How many at most.</param>
/// <param name="IsGreedy">Whether only all bytes that fit can be right, because what must follow is none of them.</param>
internal readonly record struct FormStep(FormStepKind Kind, ByteSet Set, int Least, int Most, bool IsGreedy = false);
