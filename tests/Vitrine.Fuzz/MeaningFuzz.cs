using Vitrine.Core.Inspect.Meaning;
using Vitrine.Core.Model;

namespace Vitrine.Fuzz;

/// <summary>What bodies and answers say. The first byte chooses the endpoint, so that one corpus serves all protocols.</summary>
internal static class MeaningFuzz
{
    private static readonly BodyFacts[] Endpoints =
    [
        new("api.example", "POST", "/v1/messages", "application/json"),
        new("api.example", "POST", "/v1/chat/completions", "application/json"),
        new("api.example", "POST", "/v1/responses", "application/json"),
        new("api.example", "POST", "/v1beta/models/m:streamGenerateContent?alt=sse", "application/json"),
        new("api.example", "POST", "/mcp", "application/json"),
        new("otel.example", "POST", "/v1/logs", "application/json"),
        new("otel.example", "POST", "/v1/traces", "application/x-protobuf"),
        new("otel.example", "POST", "/v1/metrics", "application/x-protobuf"),
        new("otel.example", "POST", "/v1/logs", "application/x-protobuf"),
        new("git.example", "POST", "/a/b.git/git-receive-pack", "application/x-git-receive-pack-request"),
        new("git.example", "POST", "/a/b.git/git-upload-pack", "application/x-git-upload-pack-request"),
        new("packages.example", "PUT", "/left-pad", "application/json"),
        new("packages.example", "POST", "/legacy/", "multipart/form-data; boundary=XX"),
        new("api.segment.io", "POST", "/v1/batch", "application/json"),
        new("o1.ingest.sentry.io", "POST", "/api/1/envelope/", "application/x-sentry-envelope"),
        new("mcp.example", "POST", "/", "application/json"),
    ];

    /// <summary>Any request: each piece lies in the body, and its size is in the totals.</summary>
    public static void Request(ReadOnlySpan<byte> input)
    {
        if (input.IsEmpty)
            return;
        ReadOnlySpan<byte> body = input[1..];
        if (BodyReader.Read(Endpoints[input[0] % Endpoints.Length], body) is not { } found)
            return;
        long total = 0;
        foreach (MeaningPart part in found.Parts)
        {
            BrokenPropertyException.Unless(part.Range.Start >= 0 && part.Range.Length > 0 && part.Range.End <= body.Length, "a piece lies in the body");
            BrokenPropertyException.Unless(part.Name is null || part.Name.Length <= 256, "a name is bounded");
            total += part.Range.Length;
        }

        BrokenPropertyException.Unless(found.Meaning.Parts.Values.Sum() == total, "the totals are those of the pieces");
        BrokenPropertyException.Unless(found.Meaning.TokensIn is null or >= 0 && found.Meaning.TokensOut is null or >= 0, "tokens are counts");
    }

    /// <summary>Any answer: however it is cut into chunks, it says the same. The second byte is the size of the chunks.</summary>
    public static void Answer(ReadOnlySpan<byte> input)
    {
        if (input.Length < 2)
            return;
        string type = (input[0] & 0x80) == 0 ? "text/event-stream" : "application/json";
        BodyFacts facts = Endpoints[input[0] % 5] with { ContentType = type };
        ReadOnlySpan<byte> body = input[2..];
        string whole = Read(facts, body, Math.Max(1, body.Length));
        BrokenPropertyException.Unless(Read(facts, body, 1) == whole, "byte by byte it is the same");
        BrokenPropertyException.Unless(Read(facts, body, 1 + input[1]) == whole, "in chunks it is the same");
    }

    /// <summary>Any message of protobuf: its fields follow each other within it, as protobuf.dev's encoding has them.</summary>
    public static void Protobuf(ReadOnlySpan<byte> input)
    {
        ProtobufReader reader = new(input);
        int end = 0, fields = 0;
        while (reader.Next())
        {
            BrokenPropertyException.Unless(reader.Field is > 0 and <= 0x1FFF_FFFF, "a field has a number");
            BrokenPropertyException.Unless(++fields <= input.Length, "each field takes a byte at least");
            if (reader.Start < 0)
                continue;
            BrokenPropertyException.Unless(reader.Start > end && reader.Length >= 0 && reader.Start + reader.Length <= input.Length,
                "a value lies behind the one before it, within the message");
            end = reader.Start + reader.Length;
        }

        BrokenPropertyException.Unless(!reader.Next(), "the end is the end");
    }

    private static string Read(in BodyFacts facts, ReadOnlySpan<byte> body, int chunk)
    {
        AnswerReader reader = new(facts);
        for (int at = 0; at < body.Length; at += chunk)
            reader.Append(body.Slice(at, Math.Min(chunk, body.Length - at)));
        BodyMeaning? meaning = reader.Complete();
        string parts = meaning is null ? "" : string.Join(' ', meaning.Parts.OrderBy(part => part.Key, StringComparer.Ordinal));
        return $"{meaning?.Model}|{meaning?.TokensIn}|{meaning?.TokensOut}|{parts}|{string.Join(',', reader.Tools)}|{reader.IsCut}";
    }
}
