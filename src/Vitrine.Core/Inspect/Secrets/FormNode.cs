namespace Vitrine.Core.Inspect.Secrets;

/// <summary>A part of a form.</summary>
internal abstract record FormNode
{
    public abstract int Shortest { get; }

    public abstract int Longest { get; }

    /// <summary>How many steps it compiles to, at least.</summary>
    public abstract int Size { get; }

    public abstract void Compile(List<FormStep> steps);
}

/// <summary>One byte of a set, repeated.</summary>
internal sealed record FormBytes(ByteSet Set, int Least, int Most) : FormNode
{
    public override int Shortest => Least;

    public override int Longest => Most;

    public override int Size => 1;

    public override void Compile(List<FormStep> steps) => steps.Add(new FormStep(FormStepKind.Bytes, Set, Least, Most));
}

/// <summary>One after another.</summary>
internal sealed record FormSequence(IReadOnlyList<FormNode> Parts) : FormNode
{
    public override int Shortest { get; } = Parts.Sum(static part => part.Shortest);

    public override int Longest { get; } = Parts.Sum(static part => part.Longest);

    public override int Size { get; } = 1 + Parts.Sum(static part => part.Size);

    public override void Compile(List<FormStep> steps)
    {
        foreach (FormNode part in Parts)
            part.Compile(steps);
    }
}

/// <summary>One of several, the first that fits.</summary>
internal sealed record FormChoice(IReadOnlyList<FormNode> Ways) : FormNode
{
    public override int Shortest { get; } = Ways.Min(static way => way.Shortest);

    public override int Longest { get; } = Ways.Max(static way => way.Longest);

    public override int Size { get; } = 1 + Ways.Sum(static way => way.Size + 2);

    public override void Compile(List<FormStep> steps)
    {
        var ends = new List<int>();
        for (int i = 0; i < Ways.Count; i++)
        {
            int split = steps.Count;
            if (i < Ways.Count - 1)
                steps.Add(default);
            Ways[i].Compile(steps);
            if (i == Ways.Count - 1)
                break;
            ends.Add(steps.Count);
            steps.Add(default);
            steps[split] = new FormStep(FormStepKind.Split, default, steps.Count, 0);
        }

        foreach (int end in ends)
            steps[end] = new FormStep(FormStepKind.Jump, default, steps.Count, 0);
    }
}
