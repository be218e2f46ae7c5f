using System.Runtime.CompilerServices;
using System.Text;
using System.Text.RegularExpressions;
using Vitrine.Audit.Comparison;
using Vitrine.Audit.Comparison.Features;
using Vitrine.Audit.Model;

namespace Vitrine.Audit.Findings;

/// <summary>
/// What of the machine a request carries: text of its files, or who and where its user is. Looks through JSON, base64, hexadecimal, percent signs and gzip.
/// </summary>
internal sealed partial class CarriedContent
{
    private const int MostLayers = 4;
    private const int MostRuns = 2000;
    private const int MostText = 8 << 20;
    // Packed in packed, two thousand times over, a small request would cost hours: what is unpacked altogether has a bound, too.
    private const long MostUnpacked = 64 << 20;
    private const int MostOfStream = 16 << 20;
    // An exchange is of one session, and a session has one machine.
    private static readonly ConditionalWeakTable<CapturedExchange, Carried> s_known = [];
    private readonly StringBuilder _text = new();
    // What nothing had to be undone for.
    private readonly StringBuilder _plain = new();
    private long _unpacked;

    /// <summary>What an exchange of a session carries: text of which file, and which facts; made once.</summary>
    public static (string? File, IReadOnlyList<string> Facts) Of(CapturedExchange exchange, MachineFacts facts) => s_known.GetValue(exchange, sent =>
    {
        var content = new CarriedContent(sent);
        return new Carried(content.FileOf(facts), content.FactsOf(facts));
    }).Both;

    public CarriedContent(CapturedExchange exchange)
    {
        Unpack(BodyText.Decode(exchange), 0);
        Unpack(Encoding.UTF8.GetBytes(exchange.Target), 0);
        foreach (CapturedField field in exchange.Fields)
            Unpack(Encoding.UTF8.GetBytes(field.Value), 1);
        Text = _text.ToString();
    }

    public CarriedContent(byte[] bytes)
    {
        Unpack(bytes, 0);
        Text = _text.ToString();
    }

    /// <summary>All that was found, layer after layer.</summary>
    public string Text { get; }

    /// <summary>The first file of which a telling line is carried; null for none.</summary>
    public string? FileOf(MachineFacts facts) => facts.Files.Where(file => Holds(Text, file.Value)).Select(file => file.Key).FirstOrDefault();

    /// <summary>Whether something unpacks to more than is looked at.</summary>
    public bool IsTooMuch { get; private set; }

    /// <summary>The telling lines of the machine's files that are carried packed, and not as they are.</summary>
    public IEnumerable<(string File, string Line)> PackedLinesOf(MachineFacts facts)
    {
        string plain = _plain.ToString();
        return Text.Length == plain.Length
            ? []
            : facts.Files.SelectMany(file => Telling(file.Value)
                .Where(line => Text.Contains(line, StringComparison.Ordinal) && !plain.Contains(line, StringComparison.Ordinal))
                .Select(line => (file.Key, line)));
    }

    private static bool Holds(string text, string file) => Telling(file).Any(line => text.Contains(line, StringComparison.Ordinal));

    private static IEnumerable<string> Telling(string file) => file.Split('\n').Select(line => line.Trim()).Where(line => line.Length >= 12).Take(400);

    /// <summary>Which facts of person and machine are carried.</summary>
    public IReadOnlyList<string> FactsOf(MachineFacts facts)
    {
        var carried = new List<string>();
        foreach ((string name, string value) in new[]
        {
            ("host name", facts.HostName), ("login name", facts.UserName), ("home directory", facts.Home), ("e-mail address", facts.GitEmail),
                ("name", facts.GitName),
            ("remote", facts.GitRemote), ("workspace", facts.Workspace), ("API key", facts.ApiKey),
        })
        {
            if (value.Length >= 3 && WholeWord.IsIn(Text, value, StringComparison.Ordinal))
                carried.Add(name);
        }
        carried.AddRange(PersonHashes.Of(facts).Found(Text));
        if (IsTooMuch)
            carried.Add(PackedText.TooMuch);
        return carried;
    }

    private void Unpack(byte[] bytes, int layer, bool isPacked = false)
    {
        if (bytes.Length == 0 || layer > MostLayers || _text.Length > MostText || _unpacked > MostUnpacked)
            return;
        _unpacked += bytes.Length;
        if (BodyText.Unpack(bytes, ref _unpacked, MostOfStream) is byte[] unzipped)
        {
            IsTooMuch |= BodyText.IsCut(unzipped, MostOfStream);
            Unpack(unzipped, layer + 1, isPacked: true);
            // What stands behind the end of the stream is none of it.
            Say(BodyText.Printable(bytes), isPacked);
            IsTooMuch |= _unpacked > MostUnpacked;
            return;
        }

        string text = BodyText.Utf8(bytes) ?? BodyText.Printable(bytes);
        Say(text, isPacked);
        if (MayHaveItems(bytes) && JsonTree.Read(bytes) is JsonTree tree && tree.Root.Items.Count > 0)
            Strings(tree, tree.Root, layer, isPacked);
        if (text.Contains('%', StringComparison.Ordinal) && Uri.UnescapeDataString(text) is string unescaped && unescaped != text)
            Unpack(Encoding.UTF8.GetBytes(unescaped), layer + 1, isPacked);
        int runs = 0;
        foreach (ValueMatch match in Run().EnumerateMatches(text))
        {
            if (++runs > MostRuns || _unpacked > MostUnpacked)
                break;
            string run = text.Substring(match.Index, match.Length);
            if (run.Length % 2 == 0 && run.All(char.IsAsciiHexDigit))
                Unpack(Convert.FromHexString(run), layer + 1, isPacked: true);
            else
                Base64(run.TrimEnd('='), layer);
        }
    }

    // To read what is no JSON costs an exception, and most strings are none.
    private static bool MayHaveItems(ReadOnlySpan<byte> bytes) =>
        bytes.TrimStart((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]).TrimStart(" \t\r\n"u8) is [(byte)'{' or (byte)'[', ..];

    private void Say(string text, bool isPacked)
    {
        _text.Append(text).Append('\n');
        if (!isPacked)
            _plain.Append(text).Append('\n');
    }

    private void Base64(string run, int layer)
    {
        string plain = run.Replace('-', '+').Replace('_', '/');
        byte[] bytes = new byte[(plain.Length * 3 / 4) + 3];
        if (plain.Length % 4 != 1 && Convert.TryFromBase64String(plain.PadRight((plain.Length + 3) / 4 * 4, '='), bytes, out int written) && written > 8)
            Unpack(bytes[..written], layer + 1, isPacked: true);
    }

    private void Strings(JsonTree tree, JsonPart part, int layer, bool isPacked)
    {
        if (part.Kind == System.Text.Json.JsonTokenType.String && part.End - part.Start > 10)
            Unpack(Encoding.UTF8.GetBytes(tree.String(part)), layer + 1, isPacked);
        foreach (JsonPart item in part.Items)
            Strings(tree, item, layer, isPacked);
    }

    // Linear in its text, which has a bound.
    [GeneratedRegex(@"[A-Za-z0-9+/_-]{16,}={0,2}", RegexOptions.CultureInvariant)]
    private static partial Regex Run();

    private sealed record Carried(string? File, IReadOnlyList<string> Facts)
    {
        public (string? File, IReadOnlyList<string> Facts) Both => (File, Facts);
    }
}
