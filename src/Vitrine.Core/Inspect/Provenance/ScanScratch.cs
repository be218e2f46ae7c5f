using System.Runtime.CompilerServices;

namespace Vitrine.Core.Inspect.Provenance;

/// <summary>The buffers of one scan. Pinned, so that the scan works with pointers; their size is that of one segment, whatever the text's.</summary>
internal sealed unsafe class ScanScratch
{
    /// <summary>Bytes of text that are looked at together.</summary>
    public const int Segment = 1 << 16;

    private readonly byte[] _dense = GC.AllocateUninitializedArray<byte>(Segment + (2 * DenseText.Slack), pinned: true);
    private readonly DenseLine[] _lines = GC.AllocateUninitializedArray<DenseLine>((Segment / 2) + 2, pinned: true);
    private readonly LineHit[] _hits = GC.AllocateUninitializedArray<LineHit>(((Segment / 2) + 2) * LinePrefix.MostForms, pinned: true);
    private readonly int[] _places = GC.AllocateUninitializedArray<int>(Segment + Winnowing.Overwrite, pinned: true);
    private byte[]? _unescaped;

    public byte* Dense => (byte*)Unsafe.AsPointer(ref _dense[0]) + DenseText.Slack;

    public DenseLine* Lines => (DenseLine*)Unsafe.AsPointer(ref _lines[0]);

    /// <summary>Lines whose fingerprint may be known.</summary>
    public LineHit* Hits => (LineHit*)Unsafe.AsPointer(ref _hits[0]);

    /// <summary>Fragments that were chosen; then those whose fingerprint may be known.</summary>
    public int* Places => (int*)Unsafe.AsPointer(ref _places[0]);

    /// <summary>A segment with its character references resolved; made when first needed.</summary>
    public byte[] Unescaped => _unescaped ??= GC.AllocateUninitializedArray<byte>(Segment, pinned: true);

    /// <summary>Ranges of the dense text that runs of lines cover, in order.</summary>
    public List<(int Start, int End)> Covered { get; } = [];

    /// <summary>What was found so far.</summary>
    public List<FoundRun> Found { get; } = [];

    /// <summary>Where in <see cref="Found"/> begins what was found in the segment that is searched.</summary>
    public int FirstOfSegment { get; set; }

    /// <summary>Groups of runs that are not weighed yet.</summary>
    public List<RunGroups.Group> Groups { get; } = [];

    /// <summary>Groups to use again; never more than are open at once.</summary>
    public Stack<RunGroups.Group> FreeGroups { get; } = [];

    /// <summary>The line in which a place of the dense text is.</summary>
    public static int LineAtDense(int place, ScannedSegment segment)
    {
        int low = 0, high = segment.LineCount - 1;
        while (low < high)
        {
            int middle = (low + high + 1) / 2;
            (low, high) = segment.Lines[middle].Start <= place ? (middle, high) : (low, middle - 1);
        }

        return low;
    }

    public void Forget()
    {
        FirstOfSegment = 0;
        Groups.Clear();
        Covered.Clear();
        Found.Clear();
    }
}

/// <summary>A line whose fingerprint may be known.</summary>
/// <param name="Line">Which of the segment's lines.</param>
/// <param name="Skipped">How many dense bytes of a prefix were left out.</param>
/// <param name="Hash">The fingerprint.</param>
internal readonly record struct LineHit(int Line, int Skipped, ulong Hash);

/// <summary>Keeps buffers for the next scan: a scan allocates only while more scans run at once than ever before.</summary>
internal sealed class ScratchPool
{
    private readonly ScanScratch?[] _free = new ScanScratch?[16];

    public ScanScratch Take()
    {
        for (int i = 0; i < _free.Length; i++)
            if (Volatile.Read(ref _free[i]) is not null && Interlocked.Exchange(ref _free[i], null) is { } scratch)
                return scratch;
        return new ScanScratch();
    }

    public void Return(ScanScratch scratch)
    {
        for (int i = 0; i < _free.Length; i++)
            if (Interlocked.CompareExchange(ref _free[i], scratch, null) is null)
                return;
    }
}
