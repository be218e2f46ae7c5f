using System.Text;
using Vitrine.Core.Inspect.Secrets;
using Vitrine.Runtime.Inspection;

namespace Vitrine.Fuzz;

/// <summary>The scanner for secrets and the readers of its rules.</summary>
internal static class SecretFuzz
{
    private static readonly SecretScanner Scanner = new(SecretRules.BuiltIn, new OwnSecrets(new byte[32], [("X", "k9Zq/7+mTw&2Lx8Rb4VnC6"u8.ToArray())]));

    /// <summary>Any text: hits lie in the text, and none holds the end of a piece.</summary>
    public static void Scan(ReadOnlySpan<byte> input)
    {
        var hits = new List<SecretHit>();
        Scanner.Scan(input, hits);
        foreach (SecretHit hit in hits)
            BrokenPropertyException.Unless(hit.Range.Start >= 0
                && hit.Range.Length > 0
                && hit.Range.End <= input.Length
                && !input[hit.Range.Start..hit.Range.End].Contains((byte)0),
                "a hit lies in one piece");
    }

    /// <summary>Any file of rules: read, or refused with a line.</summary>
    public static void Rules(ReadOnlySpan<byte> input)
    {
        try
        {
            SecretRules rules = SecretRules.Read(Encoding.UTF8.GetString(input));
            new SecretScanner(rules).Scan(input, []);
        }
        catch (FormatException fault)
        {
            BrokenPropertyException.Unless(fault.Message.Length > 0, "a refusal says why");
        }
    }

    /// <summary>Any file of the gitleaks format: read, or refused with line and column.</summary>
    public static void Gitleaks(ReadOnlySpan<byte> input)
    {
        if (!GitleaksRules.TryRead(Encoding.UTF8.GetString(input), out GitleaksRules rules))
            BrokenPropertyException.Unless(rules.Fault is not null
                && rules.Fault.StartsWith("Line ", StringComparison.Ordinal) | rules.Fault.StartsWith("A file", StringComparison.Ordinal),
                "a refusal names the place");
    }
}
