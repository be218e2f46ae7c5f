using System.Buffers;
using System.Text;
using Vitrine.Core.Inspect.Decode;
using Vitrine.Core.Model;
using Vitrine.Runtime.Recording;

namespace Vitrine.Runtime.Queries;

/// <summary>
/// Looks for texts in the stored bodies that an entry names, decoded as far as their formats are known. The case of letters beyond ASCII counts here. A body
/// that is missing, damaged or purged is counted.
/// </summary>
/// <param name="session">The session.</param>
/// <param name="texts">What is looked for.</param>
internal sealed class BodySearch(StoredSession session, IReadOnlyList<string> texts)
{
    private readonly byte[][] _texts = [.. texts.Select(text => Upper(Encoding.UTF8.GetBytes(text)))];

    /// <summary>Bodies that could not be read.</summary>
    public long Unread { get; private set; }

    /// <summary>Whether each text that <paramref name="found"/> does not have yet is in one of the entry's bodies.</summary>
    public bool Holds(Observation data, bool[] found)
    {
        foreach ((PayloadReference body, BodyHead head) in BodiesOf(data))
        {
            if (!found.Contains(false))
                break;
            Search(body, head, found);
        }

        return !found.Contains(false);
    }

    private static IEnumerable<(PayloadReference Body, BodyHead Head)> BodiesOf(Observation data)
    {
        switch (data)
        {
            case RequestStarted { Body: { } body } started:
                yield return (body, HeadOf(started.Headers));
                break;
            case RequestEnded ended:
                if (ended.RequestBody is { } sent)
                    yield return (sent, default);
                if (ended.ResponseBody is { } answer)
                    yield return (answer, HeadOf(ended.Headers));
                break;
        }
    }

    private static BodyHead HeadOf(IReadOnlyList<HeaderField> headers)
    {
        string? Find(string name)
        {
            foreach (HeaderField field in headers)
                if (string.Equals(field.Name, name, StringComparison.OrdinalIgnoreCase))
                    return field.Value;
            return null;
        }

        return new BodyHead(Find("content-type"), Find("content-encoding"));
    }

    private void Search(PayloadReference reference, BodyHead head, bool[] found)
    {
        using var bytes = new MemoryStream();
        if (session.ReadBody(reference, bytes) != BodyStatus.Complete)
        {
            Unread++;
            return;
        }

        ReadOnlyMemory<byte> body = bytes.GetBuffer().AsMemory(0, (int)bytes.Length);
        using DecodedBody decoded = BodyDecoder.Decode(body, head);
        Search(decoded.Text, found);
        Search(decoded.ContentBytes, found);
    }

    private void Search(ReadOnlySpan<byte> bytes, bool[] found)
    {
        byte[] upper = ArrayPool<byte>.Shared.Rent(bytes.Length);
        bytes.CopyTo(upper);
        ReadOnlySpan<byte> whole = Upper(upper).AsSpan(0, bytes.Length);
        for (int i = 0; i < _texts.Length; i++)
            found[i] |= whole.IndexOf(_texts[i]) >= 0;
        ArrayPool<byte>.Shared.Return(upper);
    }

    private static byte[] Upper(byte[] bytes)
    {
        foreach (ref byte one in bytes.AsSpan())
            if (one is >= (byte)'a' and <= (byte)'z')
                one -= 32;
        return bytes;
    }
}
