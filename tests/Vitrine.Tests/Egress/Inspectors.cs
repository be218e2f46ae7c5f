using System.Text;
using Vitrine.Core.Model;
using Vitrine.Egress;

namespace Vitrine.Tests.Egress;

/// <summary>Inspections that tests give the door: they look for one word, in body, target and fields.</summary>
internal static class Inspectors
{
    public const string Secret = "planted-secret-value";
    public const string Placeholder = "[redacted:7f3a9c20]";

    private static readonly BodyFindings Found = new() { Secrets = [new SecretFound("test-secret", null, "", "", "f00d", Effect.Deny)] };

    public static Decision Deny { get; } = Decision.Deny("secrets: block", null);

    /// <summary>Refuses what holds the secret, also where it is split over two pieces.</summary>
    public static InspectPiece Block(ContentFacts facts) => (piece, _) =>
    {
        string text = Text(piece.Before) + Text(piece.Bytes);
        bool isBad = text.Contains(Secret, StringComparison.Ordinal) || (piece.IsFirst && InHead(facts));
        return ValueTask.FromResult(isBad
            ? new ContentVerdict(Found, Deny, null) { Reason = "This request holds a secret that may not leave: test secret.", Conceal = [Secret] }
            : new ContentVerdict(new BodyFindings(), Decision.Allow("data"), null));
    };

    /// <summary>Takes the secret out and puts a placeholder in.</summary>
    public static InspectPiece Redact(ContentFacts facts) => (piece, _) =>
    {
        string text = Text(piece.Bytes);
        if (!text.Contains(Secret, StringComparison.Ordinal) && !InHead(facts))
            return ValueTask.FromResult(ContentVerdict.Clean);
        var rewrite = new ContentRewrite
        {
            Body = Encoding.Latin1.GetBytes(text.Replace(Secret, Placeholder, StringComparison.Ordinal)),
            Target = facts.Facts.Target.Replace(Secret, "REDACTED", StringComparison.Ordinal),
            Headers = [.. facts.Headers.Where(h => h.Value.Contains(Secret, StringComparison.Ordinal))
                .Select(h => h with { Value = h.Value.Replace(Secret, "REDACTED", StringComparison.Ordinal) })],
            Restorations = [new Restoration(Encoding.ASCII.GetBytes(Placeholder), Encoding.ASCII.GetBytes(Secret))],
        };
        return ValueTask.FromResult(new ContentVerdict(Found, new Decision(true, "secrets: redact", null) { Effect = Effect.Redact },
            rewrite)
        { Conceal = [Secret] });
    };

    private static bool InHead(ContentFacts facts) =>
        facts.Facts.Target.Contains(Secret, StringComparison.Ordinal) || facts.Headers.Any(h => h.Value.Contains(Secret, StringComparison.Ordinal));

    private static string Text(ReadOnlyMemory<byte> bytes) => Encoding.Latin1.GetString(bytes.Span);
}
