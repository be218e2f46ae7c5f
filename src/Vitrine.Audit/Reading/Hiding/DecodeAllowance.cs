namespace Vitrine.Audit.Reading.Hiding;

/// <summary>What a reading may still decode. Spent once for the whole package, so that a hostile one can't buy it again with each file.</summary>
internal sealed class DecodeAllowance(ReadingBudget budget, TimeProvider clock)
{
    private readonly long _start = clock.GetTimestamp();
    private long _bytes = budget.MaxDecodedBytes;
    private int _searches = 200_000;
    private int _steps = 3_000_000;
    private int _keyed = 400;

    /// <summary>How many layers.</summary>
    public int MaxDepth => budget.MaxDepth;

    /// <summary>The largest result of one step.</summary>
    public int LargestPiece => (int)Math.Clamp(_bytes, 0, budget.MaxPiece);

    /// <summary>Whether bytes or time are used up.</summary>
    public bool IsSpent => _bytes <= 0 || IsLate;

    /// <summary>Whether time is used up.</summary>
    public bool IsLate => clock.GetElapsedTime(_start) > budget.MaxTime;

    /// <summary>Takes bytes; false when there are none left.</summary>
    public bool Take(long bytes)
    {
        _bytes -= bytes;
        return _bytes > 0;
    }

    /// <summary>Takes a search for keys; false when there were too many.</summary>
    public bool TakeSearch() => --_searches > 0;

    /// <summary>Takes a step of a function that is evaluated; false when there were too many.</summary>
    public bool TakeStep() => --_steps > 0;

    /// <summary>Takes an attempt to unpack bytes under each of the known keys; false when there were too many.</summary>
    public bool TakeKeyed() => --_keyed > 0;
}
