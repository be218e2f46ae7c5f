using Vitrine.Core.Inspect.Decode;
using Vitrine.Core.Inspect.Recall;
using Vitrine.Core.Model;

namespace Vitrine.Core.Inspect;

/// <summary>
/// Decodes a body and lets detectors search it. What was searched before, with detectors of the same versions, is neither decoded nor searched again. Safe
/// for many threads.
/// </summary>
/// <param name="detectors">What searches, in order.</param>
/// <param name="memory">What remembers; null for none.</param>
/// <param name="budget">The limits of decoding; the default ones where null.</param>
public sealed class BodyInspector(IReadOnlyList<IDetector> detectors, PieceMemory? memory = null, DecodeBudget? budget = null)
{
    /// <summary>Says what is in a body, or in one message of a WebSocket.</summary>
    /// <param name="body">The bytes as they are sent.</param>
    /// <param name="head">What the head says of them.</param>
    public BodyFindings Inspect(ReadOnlyMemory<byte> body, BodyHead head = default)
    {
        MemoryView? view = memory is null ? null : new MemoryView(memory, Version());
        using DecodedBody decoded = BodyDecoder.Decode(body, head, budget, view);
        return Inspect(decoded, view, []);
    }

    /// <summary>Says what is in the path and query of a request.</summary>
    public BodyFindings InspectTarget(ReadOnlyMemory<byte> target)
    {
        using DecodedBody decoded = BodyDecoder.DecodeTarget(target, budget);
        return Inspect(decoded, null, []);
    }

    /// <summary>Searches a body that is decoded already, all of it.</summary>
    /// <param name="decoded">The body, decoded without a memory, as <see cref="BodyDecoder"/> does.</param>
    /// <param name="hits">Takes the hits with their ranges in the text, for redaction.</param>
    public BodyFindings Inspect(DecodedBody decoded, List<Hit> hits) => Inspect(decoded, null, hits);

    private ulong Version()
    {
        ulong version = 1;
        foreach (IDetector each in detectors)
            version = (version * 0x9E37_79B9_7F4A_7C15) ^ (each.Version + 1);
        return version;
    }

    private BodyFindings Inspect(DecodedBody decoded, MemoryView? view, List<Hit> hits)
    {
        foreach (IDetector each in detectors)
            each.Find(decoded.Text, hits);
        hits.Sort((left, right) => left.Range.Start.CompareTo(right.Range.Start));
        var located = new LocatedHits(decoded, hits);
        located.HideNames();
        var found = new Findings { IsCut = decoded.IsUnscannedCut };
        for (int i = 0; i < hits.Count; i++)
        {
            if (found.Takes(hits[i]))
                found.Add(located[i]);
        }

        foreach ((int piece, PieceVerdict verdict) in decoded.Decoding.Known)
        {
            (string place, string encoding) = verdict.IsPlaced ? (decoded.PlaceOfPiece(piece), decoded.EncodingOfPiece(piece)) : ("", "");
            foreach (PlacedHit each in verdict.Hits)
                found.Add(each.Hit is SourceHit ? each : each with { Place = place + each.Place, Encoding = LocatedHits.Join(encoding, each.Encoding) });
            foreach (UnscannedPart each in verdict.Unscanned)
                found.Add(each with { Place = place + each.Place });
        }

        foreach (Skipped each in decoded.Decoding.Skipped)
            found.Add(decoded.Unsearched(each));
        if (view is not null && !decoded.IsUnscannedCut)
            located.Remember(view);
        return found.ToFindings();
    }
}
