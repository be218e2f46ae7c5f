using Vitrine.Core.Model;

namespace Vitrine.Core.Inspect.Meaning;

/// <summary>Reads what a request says. A streamed answer is <see cref="AnswerReader"/>'s.</summary>
public static class BodyReader
{
    /// <summary>What the request is; null where it is not understood.</summary>
    /// <param name="facts">Where it goes.</param>
    /// <param name="body">The body, content codings undone; at most 2 GiB.</param>
    public static MeaningFound? Read(in BodyFacts facts, ReadOnlySpan<byte> body)
    {
        PartList parts = new();
        Protocol? known = Protocol.Of(facts);
        if (known is not { } protocol)
            return ReadUnnamed(facts, body, parts);
        switch (protocol.Shape)
        {
            case BodyShape.Model:
                new ModelText(body, 0, isAnswer: false, parts).Read();
                parts.Model ??= ModelInPath(facts.Path);
                break;
            case BodyShape.Events:
                EventText.Read(body, parts);
                break;
            case BodyShape.Otlp when facts.IsType("application/json"):
                EventText.Read(body, parts);
                break;
            case BodyShape.Otlp:
                OtlpProtobuf.Read(body, facts.Path, parts);
                break;
            case BodyShape.PktLines:
                PktLines.Read(body, parts);
                break;
            case BodyShape.Package:
                // An audit's list of packages, a log-in, a tag.
                EventText.Read(body, parts);
                break;
        }

        return Found(protocol.Name, protocol.Purpose, parts);
    }

    internal static MeaningFound Found(string protocol, string purpose, PartList parts)
    {
        parts.Total();
        return new MeaningFound(new BodyMeaning(protocol, purpose, parts.Model, parts.TokensIn, parts.TokensOut, parts.Bytes), parts.Parts, parts.IsCut);
    }

    private static MeaningFound? ReadUnnamed(in BodyFacts facts, ReadOnlySpan<byte> body, PartList parts)
    {
        if (PackageBody.MayBeNpm(facts, body) && PackageBody.ReadNpm(body, parts))
            return Found("npm", "package", parts);
        if (PackageBody.MayBePip(facts, body))
            return PackageBody.ReadPip(body, parts) ? Found("pip", "package", parts) : null;
        if (!facts.IsType("application/json") || body.IndexOf("\"jsonrpc\""u8) < 0)
            return null;
        parts = new PartList();
        new ModelText(body, 0, isAnswer: false, parts).Read();
        return Found("mcp", "tool", parts);
    }

    // Gemini: /v1beta/models/NAME:generateContent.
    private static string? ModelInPath(ReadOnlySpan<char> path)
    {
        int colon = path.LastIndexOf(':');
        int slash = colon < 0 ? -1 : path[..colon].LastIndexOf('/');
        return slash < 0 ? null : path[(slash + 1)..colon].ToString() is { Length: > 0 and <= 200 } name ? name : null;
    }
}
