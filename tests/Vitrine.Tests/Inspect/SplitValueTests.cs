using System.Text;
using Vitrine.Core.Inspect;
using Vitrine.Core.Inspect.Decode;
using Vitrine.Core.Inspect.Detectors;
using Vitrine.Core.Inspect.Secrets;
using Vitrine.Core.Model;
using Xunit;

namespace Vitrine.Tests.Inspect;

/// <summary>A person's own value in pieces, and in encodings that any shell has a tool for.</summary>
public sealed class SplitValueTests
{
    private const string Value = "q7Wd2kPz9LrT4vXn8BcY6mHs";

    public static TheoryData<string> Bodies => new()
    {
        "[" + string.Join(',', Parts(4).Select(part => $"\"{part}\"")) + "]",
        "{" + string.Join(',', Parts(4).Select((part, i) => $"\"k{i}\":\"{part}\"")) + "}",
        string.Concat(Parts(6).Select(part => $"{{\"x\":\"{part}\"}}\n")),
        string.Concat(Parts(6).Select(part => $"data: {{\"d\":\"{part}\"}}\n\n")),
        "[" + string.Join(',', Parts(4).Select((part, i) => $"{{\"n\":\"noise {i}\",\"x\":\"{part}\"}}")) + "]",
    };

    public static TheoryData<string> Encoded => new()
    {
        Convert.ToHexStringLower(Bytes).Chunk(2).Aggregate("", (text, pair) => text + " " + new string(pair)),
        string.Join(':', Convert.ToHexString(Bytes).Chunk(2).Select(pair => new string(pair))),
        string.Concat(Convert.ToHexStringLower(Bytes).Chunk(2).Select(pair => "\\x" + new string(pair))),
        Base32("a=" + Value),
        Base32(Value),
        string.Join(' ', Value.AsEnumerable()),
    };

    private static byte[] Bytes => Encoding.ASCII.GetBytes(Value);

    [Theory]
    [MemberData(nameof(Bodies))]
    public void A_value_in_pieces_within_one_body_is_found(string body)
    {
        using DecodedBody decoded = BodyDecoder.Decode(Encoding.UTF8.GetBytes(body));
        Assert.Contains(new StreamTails([Detector()]).Follow(decoded).Secrets, secret => secret.Rule == "own-value");
    }

    [Theory]
    [MemberData(nameof(Encoded))]
    public void A_value_that_a_common_tool_encoded_is_found(string body) =>
        Assert.Contains(new BodyInspector([Detector()]).Inspect(Encoding.UTF8.GetBytes(body)).Secrets, secret => secret.Rule == "own-value");

    [Fact]
    public void What_only_stands_next_to_each_other_is_no_secret()
    {
        using DecodedBody decoded = BodyDecoder.Decode(Encoding.UTF8.GetBytes("""["export API_TOKEN=", "q7Wd2kPz9LrT4vXn8BcY6mHsQ"]"""));
        Assert.Empty(new StreamTails([Detector("another-value-4711-xyz")]).Follow(decoded).Secrets);
    }

    private static SecretDetector Detector(string value = Value)
    {
        var own = new OwnSecrets(new byte[32], [("KEY", Encoding.ASCII.GetBytes(value))]);
        return new SecretDetector(new SecretScanner(SecretRules.BuiltIn, own), new byte[32]);
    }

    private static IEnumerable<string> Parts(int length) => Value.Chunk(length).Select(part => new string(part));

    private static string Base32(string text)
    {
        var bits = string.Concat(Encoding.ASCII.GetBytes(text).Select(b => Convert.ToString(b, 2).PadLeft(8, '0')));
        bits = bits.PadRight((bits.Length + 4) / 5 * 5, '0');
        return string.Concat(bits.Chunk(5).Select(five => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"[Convert.ToInt32(new string(five), 2)]));
    }
}
