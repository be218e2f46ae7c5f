using Vitrine.Core.Inspect.Decode;
using Vitrine.Core.Inspect.Detectors;
using Vitrine.Core.Model;

namespace Vitrine.Core.Inspect;

/// <summary>
/// The tails of all that runs on over events, messages or requests: pieces at the same place of successive ones, such as <c>/delta/text</c>, are one stream.
/// Not for two threads at once.
/// </summary>
/// <param name="detectors">What searches.</param>
public sealed partial class StreamTails(IReadOnlyList<IDetector> detectors)
{
    // More places than any protocol has. Beyond it the one that was begun first is forgotten.
    private const int MostStreams = 32;
    private readonly Dictionary<string, StreamTail> _tails = [];
    private readonly Queue<string> _order = [];
    private readonly IReadOnlyList<IDetector> _secrets = [.. detectors.OfType<SecretDetector>()];
    private readonly StreamTail _all = new();

    /// <summary>Takes the pieces of the next event, message or request and says what crosses the seams.</summary>
    /// <param name="decoded">It, decoded without a memory.</param>
    public BodyFindings Follow(DecodedBody decoded)
    {
        var found = new Findings();
        List<Hit> hits = [];
        foreach (int piece in decoded.Leaves)
        {
            if (decoded.Decoding[piece].Role != Role.Value)
                continue;
            string place = decoded.PlaceOfPiece(piece);
            ReadOnlySpan<byte> data = decoded.Decoding.Data(piece);
            string stream = StreamOf(place);
            hits.Clear();
            Tail(stream).Join(data, detectors, hits);
            // Lines of a file are found in each piece by itself; what comes from joining would name those that went before, or did not.
            hits.RemoveAll(static hit => hit is SourceHit);
            if (_secrets.Count > 0)
                JoinAll(data, stream, hits);
            foreach (Hit each in hits)
                found.Add(new Recall.PlacedHit(each, place, "split"));
        }

        return found.ToFindings();
    }

    // Also over the items of a list, the members of an object and whatever else follows each other. There only values that are known are believed: next to each
    // other stand things that have nothing to do with each other.
    private void JoinAll(ReadOnlySpan<byte> data, string stream, List<Hit> hits)
    {
        List<Hit> known = [];
        _all.Join(data, _secrets, known);
        if (WithoutNumbers(stream) is { } list)
            Tail(list).Join(data, _secrets, known);
        hits.AddRange(known.Where(static hit => hit is SecretHit { Rule: "own-value" }));
    }

    // Items of lists and lines at one place of each: /messages/3/text is /messages/#/text. Null where there is no number.
    private static string? WithoutNumbers(string place)
    {
        string list = Numbers().Replace(place, "/#");
        return list == place ? null : list;
    }

    [System.Text.RegularExpressions.GeneratedRegex("/[0-9]+(?=/| |$)")]
    private static partial System.Text.RegularExpressions.Regex Numbers();

    private StreamTail Tail(string stream)
    {
        if (_tails.TryGetValue(stream, out StreamTail? tail))
            return tail;
        if (_tails.Count == MostStreams)
            _tails.Remove(_order.Dequeue());
        _order.Enqueue(stream);
        return _tails[stream] = new StreamTail();
    }

    // Without the event's number.
    private static string StreamOf(string place) =>
        place.StartsWith("event ", StringComparison.Ordinal) ? place.IndexOf(" > ", StringComparison.Ordinal) is > 0 and var cut ? place[cut..] : "" : place;
}
