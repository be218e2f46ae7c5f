using Vitrine.Core.Model;

namespace Vitrine.Core.Summary;

/// <summary>The files of one <see cref="Place"/>: exact numbers, and as many names as the limits allow.</summary>
internal sealed class PlaceTally(SummaryLimits limits, TextBudget budget, DistinctCounter overflow, Place place)
{
    private readonly long[] _different = new long[5];
    private readonly long[] _times = new long[5];
    private readonly int[] _kept = new int[5];
    private readonly List<FileUse> _uses = [];

    /// <summary>Counts a use; <paramref name="use"/> is the row of the path, made here if there is room for one, else null.</summary>
    public void Count(UnixPath path, FileAccess access, ref FileUse? use)
    {
        int index = (int)access;
        _times[index]++;
        if (use is null && _kept[index] < limits.Paths && budget.TryTake(path.ToString().Length))
            _uses.Add(use = new FileUse(path));
        bool isFirst;
        if (use is not null)
        {
            isFirst = use.Count(access);
            if (isFirst)
                _kept[index]++;
            // A path that came too late for one list may have a row in another by now; its earlier use is remembered by its hash.
            if (isFirst && overflow.Count > 0)
                isFirst = !overflow.Contains(HashOf(path, index));
        }
        else
        {
            isFirst = overflow.Add(HashOf(path, index));
        }

        if (isFirst)
            _different[index]++;
    }

    /// <summary>What is known so far.</summary>
    public PlaceReport ToReport()
    {
        long unnamed = 0;
        for (int access = 0; access < _different.Length; access++)
            unnamed = Math.Max(unnamed, _different[access] - _kept[access]);
        return new PlaceReport(
            place, _different[0], _different[1], _different[2], _different[3], _different[4], _times[0] + _times[1] + _times[2] + _times[3] + _times[4],
            _uses.ConvertAll(use => new FileReport(
                use.Path, use[FileAccess.Read], use[FileAccess.Write], use[FileAccess.List], use[FileAccess.Absent], use[FileAccess.Remove], use.IsCreated,
                    use.IsGone)),
            unnamed);
    }

    private static ulong HashOf(UnixPath path, int access) =>
        path.IsText ? Hash64.Of(path.ToString(), (uint)access) : Hash64.Of(path.ToBytes(), (uint)access | 0x100);
}
