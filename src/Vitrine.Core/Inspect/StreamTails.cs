using Vitrine.Core.Inspect.Decode;
using Vitrine.Core.Model;

namespace Vitrine.Core.Inspect;

/// <summary>
/// The tails of all that runs on over events, messages or requests: pieces at the same place of successive ones, such as <c>/delta/text</c>, are one stream. Not
/// for two threads at once.
/// </summary>
/// <param name="detectors">What searches.</param>
public sealed class StreamTails(IReadOnlyList<IDetector> detectors)
{
    // More places than any protocol has. Beyond it the one that was begun first is forgotten.
    private const int MostStreams = 32;
    private readonly Dictionary<string, StreamTail> _tails = [];
    private readonly Queue<string> _order = [];

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
            hits.Clear();
            Tail(StreamOf(place)).Join(decoded.Decoding.Data(piece), detectors, hits);
            foreach (Hit each in hits)
                found.Add(new Recall.PlacedHit(each, place, "split"));
        }

        return found.ToFindings();
    }

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
