using System.Text;
using Vitrine.Audit.Comparison;
using Vitrine.Audit.Comparison.Features;
using Vitrine.Audit.Comparison.Text;
using Vitrine.Audit.Findings;
using Vitrine.Audit.Model;

namespace Vitrine.Fuzz;

/// <summary>What an audit reads of a target's traffic.</summary>
internal static class ComparisonFuzz
{
    private static readonly MachineFacts s_facts = new()
    {
        HostName = "dev-pc",
        UserName = "sam",
        Home = "/home/sam",
        Workspace = "/home/sam/w",
        TimeZone = "Etc/UTC",
        Locale = "en_US.UTF-8",
        Endpoint = "http://localhost:8080",
        Start = new DateTimeOffset(2026, 11, 21, 10, 0, 0, TimeSpan.Zero),
        Files = new Dictionary<string, string> { ["/home/sam/w/a"] = "a line of some length\n" },
    };

    /// <summary>A body: sessions that are equal differ in nothing, and nothing is found in one that is sent to the endpoint as a model request.</summary>
    public static void Body(ReadOnlySpan<byte> input)
    {
        byte[] body = input.ToArray();
        AuditSession Make(int repetition) => new(new Capture
        {
            Session = $"s{repetition}",
            Variation = Variation.Baseline.Name,
            Repetition = repetition,
            ExitStatus = 0,
            Seconds = 1,
            Exchanges = [new CapturedExchange { Connection = 0, At = 0.5, Method = "POST", Host = "localhost", Target = "/v1/messages", Version = "1.1",
                Body = body, Fields = [new("content-encoding", "gzip")], IsModel = true, Status = 200 }],
        }, Variation.Baseline, s_facts);
        AuditSession[] sessions = [Make(0), Make(1)];
        ComparisonResult result = new SessionComparison(new ComparisonOptions()).Compare(sessions);
        BrokenPropertyException.Unless(result.Differences.Count == 0, "equal sessions differ in nothing");
        BrokenPropertyException.Unless(new FindingMaker(new TargetNames("agent", [])).Make(sessions, result).Count == 0,
            "nothing is found where nothing happens");
        _ = new CarriedContent(body).FileOf(s_facts);
        _ = ContentHashes.Of(sessions[0]).Explain(Encoding.UTF8.GetString(input[..Math.Min(input.Length, 200)]));
    }

    /// <summary>Two texts: a text differs from itself in nothing, folding is stable, tokens are the text.</summary>
    public static void Text(ReadOnlySpan<byte> input)
    {
        string text = Encoding.UTF8.GetString(input);
        var values = KnownValues.Of(s_facts);
        BrokenPropertyException.Unless(TextComparison.Compare(text, text, values, values).Edits.Count == 0, "a text is equal to itself");
        BrokenPropertyException.Unless(string.Concat(Tokens.Of(text)) == text, "tokens are the text");
        string folded = Folding.Fold(text);
        BrokenPropertyException.Unless(Folding.Fold(folded) == folded, "what was folded stays so");
        int middle = text.Length / 2;
        foreach (TextEdit edit in TextComparison.Compare(text[..middle], text[middle..], values, values).Edits)
            BrokenPropertyException.Unless(edit.Before != edit.After, "an edit changes something");
        _ = MarkedText.Of(text);
        _ = NameShape.Of(text);
        _ = NameShape.OfTemporary(text);
    }

    /// <summary>A ClientHello: any bytes have a text.</summary>
    public static void ClientHello(ReadOnlySpan<byte> input) => BrokenPropertyException.Unless(ClientHelloText.Of(input).Length > 0, "any bytes have a text");
}
