using Vitrine.Core.Model;
using Vitrine.Ledger.Store;
using Vitrine.Runtime.Recording;

namespace Vitrine.Runtime.Exports;

/// <summary>Where a session's leaves are in the ledger.</summary>
internal static class SessionLeaves
{
    /// <summary>
    /// The runs of a session's leaves below a size, by its extents; where these are gone with the session, by looking at each leaf. Null where some are missing
    /// from the ledger.
    /// </summary>
    /// <exception cref="IOException">Extents or ledger cannot be read.</exception>
    public static IReadOnlyList<Extent>? Find(StateDirectory state, SessionId session, long size)
    {
        var entries = new LedgerEntries(state.Ledger.Directory);
        IReadOnlyList<Extent> noted = Extents.Read(state.ExtentsOf(session), out _);
        if (noted.Count == 0)
            return Search(entries, session, size, LedgerPruning.FindMinimumIndex(state.Ledger.Directory, size));
        var runs = new List<Extent>();
        foreach (Extent extent in noted)
        {
            // The last may be of a crash before its checkpoint: what it names is not there, or is another's.
            long count = Math.Min(extent.Count, size - extent.Index);
            if (count <= 0)
                break;
            bool isThere = false, isTrue = false;
            entries.Visit(extent.Index, size, (_, leaf) =>
            {
                (isThere, isTrue) = (true, IsOf(leaf, session, extent.Sequence));
                return false;
            });
            if (!isThere)
                return null;
            if (!isTrue)
                break;
            runs.Add(extent with { Count = count });
        }

        return runs;
    }

    /// <summary>Whether a leaf is a session's entry of a number.</summary>
    public static bool IsOf(ReadOnlySpan<byte> leaf, SessionId session, long sequence) =>
        LeafJson.TryParse(leaf) is { } facts && facts.Session == session.ToString() && facts.Sequence == sequence;

    private static List<Extent>? Search(LedgerEntries entries, SessionId session, long size, long minimum)
    {
        var runs = new List<Extent>();
        long sequence = 0;
        // The name stands in the leaf's canonical JSON as it is; most leaves need not be parsed.
        byte[] name = System.Text.Encoding.ASCII.GetBytes($"\"session\":\"{session}\"");
        bool isWhole = true;
        entries.Visit(minimum, size, (index, leaf) =>
        {
            if (leaf.IndexOf(name) < 0 || LeafJson.TryParse(leaf) is not { } facts || facts.Session != session.ToString())
                return true;
            isWhole = facts.Sequence == sequence;
            if (runs is [.., var last] && last.Index + last.Count == index)
                runs[^1] = last with { Count = last.Count + 1 };
            else
                runs.Add(new Extent(index, sequence, 1));
            sequence++;
            return isWhole;
        });
        return isWhole ? runs : null;
    }
}
