using System.Buffers;
using System.Diagnostics;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Vitrine.Core.Model;
using Xunit;

namespace Vitrine.Tests.Core.Model;

public sealed class LeafTests
{
    private static readonly Gen<string> Digests = Gen.Elements("0123456789abcdef".ToCharArray()).ArrayOf(64).Select(digits => new string(digits));
    private static readonly Gen<string> Words = Gen.Elements("abcxyz0189-".ToCharArray()).NonEmptyListOf().Select(letters => new string([.. letters.Take(64)]));
    private static readonly Gen<DateTimeOffset> Times = UpTo(DateTimeOffset.MaxValue.UtcTicks / 10)
        .Select(time => new DateTimeOffset(time * 10, TimeSpan.Zero));
    private static readonly Gen<string> Texts = ArbMap.Default.ArbFor<string?>().Generator.Select(text => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text
        ?? "")));
    private static readonly Gen<long> Numbers = Gen.Frequency((3, UpTo(1000)), (1, UpTo(LeafMember.MaximumNumber)));

    private static readonly Gen<Leaf> OfSessions =
        from type in Words
        from time in Times
        from session in Words
        from sequence in Numbers
        from decision in Gen.Elements<Effect?>(null, Effect.Deny, Effect.Ask, Effect.Redact, Effect.Record, Effect.Allow)
        from rule in Gen.Elements(null, "default: deny", "a\\b\"c", "network.rules[3]")
        from digests in Digests.ArrayOf(5)
        from present in Gen.Choose(0, 7)
        where !type.StartsWith(Leaf.KeeperPrefix, StringComparison.Ordinal)
        select new Leaf(type, time)
        {
            Session = session,
            Sequence = sequence,
            Decision = decision,
            Rule = rule,
            Policy = (present & 1) == 0 ? null : digests[0],
            Sealed = (present & 2) == 0 ? null : digests[1],
            Payloads = digests[(present % 3)..3],
        };

    private static readonly Gen<LeafMember> Members =
        from word in Words
        let name = "n" + word[..Math.Min(word.Length, 63)]
        from member in Gen.OneOf(Texts.Select(text => LeafMember.Of(name, text)), Numbers.Select(number => LeafMember.Of(name, number)),
            Texts.ListOf().Select(list => LeafMember.Of(name, [.. list])))
        select member;

    private static readonly Gen<Leaf> OfKeeper =
        from word in Words
        from time in Times
        from data in Members.ListOf()
        where word.Length < 50
        select new Leaf(Leaf.KeeperPrefix
            + word, time)
        { Data = [.. data.DistinctBy(member => member.Name).OrderBy(member => member.Name, StringComparer.Ordinal)] };

    private static readonly Gen<Leaf> Leaves = Gen.OneOf(OfSessions, OfKeeper);

    private static Leaf Sample { get; } = new("request-started", new DateTimeOffset(2026, 11, 21, 8, 30, 0, TimeSpan.Zero).AddTicks(1_234_560))
    {
        Session = "20261121-141502-k3f9x2",
        Sequence = 7,
        Decision = Effect.Deny,
        Rule = "default: deny",
        Policy = new string('a', 64),
        Payloads = [new string('b', 64), new string('c', 64)],
        Sealed = new string('d', 64),
    };

    private static string SampleText { get; } =
        "{\"decision\":\"deny\",\"payloads\":[\""
            + new string('b', 64)
            + "\",\""
            + new string('c', 64)
            + "\"],\"policy\":\""
            + new string('a', 64)
            + "\",\"rule\":\"default: deny\",\"sealed\":\""
        + new string('d', 64)
            + "\",\"sequence\":7,\"session\":\"20261121-141502-k3f9x2\",\"time\":\"2026-11-21T08:30:00.123456Z\",\"type\":\"request-started\",\"v\":2}";

    [Fact]
    public void Bytes_are_as_documented()
    {
        Assert.Equal(SampleText, Encoding.UTF8.GetString(Sample.ToUtf8()));
        var purged = new Leaf("ledger-purged", DateTimeOffset.UnixEpoch)
        {
            Data = [LeafMember.Of("actor", "Zoë \"Z\" \\ \u0007\n\u007f\u2028😀"), LeafMember.Of("count", 12), LeafMember.Of("sessions", ["a", ""])],
        };
        Assert.Equal(
            "{\"data\":{\"actor\":\"Zoë \\\"Z\\\" \\\\ \\u0007\\n\u007f\u2028😀\",\"count\":12,\"sessions\":[\"a\",\"\"]},\"time\":\"1970-01-01T00:00:00.000000Z\",\"type\":\"ledger-purged\",\"v\":2}",
            Encoding.UTF8.GetString(purged.ToUtf8()));
    }

    [Fact]
    public void What_is_written_is_what_is_read() =>
        Prop.ForAll(Leaves.ToArbitrary(), leaf => leaf.Equals(LeafJson.TryParse(leaf.ToUtf8()))).QuickCheckThrowOnFailure();

    [Fact]
    public void Whatever_bytes_are_taken_are_the_one_form_of_what_they_say()
    {
        var edits = Gen.Choose(0, int.MaxValue).Three().NonEmptyListOf();
        Prop.ForAll(Leaves.ToArbitrary(), edits.ToArbitrary(), (leaf, changes) =>
        {
            var bytes = new List<byte>(leaf.ToUtf8());
            foreach ((int kind, int at, int value) in changes)
            {
                int place = at % bytes.Count;
                if (kind % 3 == 0)
                    bytes[place] = (byte)value;
                else if (kind % 3 == 1)
                    bytes.Insert(place, (byte)value);
                else if (bytes.Count > 1)
                    bytes.RemoveAt(place);
            }

            return LeafJson.TryParse([.. bytes]) is not { } read || read.ToUtf8().AsSpan().SequenceEqual(bytes.ToArray());
        }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData("\"v\":2", "\"v\": 2")]
    [InlineData("\"v\":2", "\"v\":2.0")]
    [InlineData("\"v\":2", "\"v\":1")]
    [InlineData("\"v\":2", "\"v\":2,\"w\":1")]
    [InlineData("\"v\":2}", "\"v\":2}\n")]
    [InlineData("\"sequence\":7", "\"sequence\":07")]
    [InlineData("\"sequence\":7", "\"sequence\":-7")]
    [InlineData("\"sequence\":7", "\"sequence\":7e0")]
    [InlineData("\"sequence\":7", "\"sequence\":\"7\"")]
    [InlineData("\"sequence\":7", "\"sequence\":9007199254740992")]
    [InlineData("\"sequence\":7", "\"sequence\":7,\"sequence\":7")]
    [InlineData("\"sequence\":7,", "")]
    [InlineData("default: deny", "default\\u003a deny")]
    [InlineData("default: deny", "default\\/ deny")]
    [InlineData("default: deny", "")]
    [InlineData("\"decision\":\"deny\"", "\"decision\":\"Deny\"")]
    [InlineData("\"decision\":\"deny\"", "\"decision\":null")]
    [InlineData(".123456Z", ".1234567Z")]
    [InlineData(".123456Z", ".123Z")]
    [InlineData(".123456Z", ".123456+00:00")]
    [InlineData("2026-11-21T", "2026-11-31T")]
    [InlineData("request-started", "Request-Started")]
    [InlineData("request-started", "ledger-started")]
    [InlineData("\"payloads\":[", "\"payloads\":[[],")]
    [InlineData("{\"decision\"", "{\"data\":{\"a\":1},\"decision\"")]
    [InlineData("{\"decision\"", "\uFEFF{\"decision\"")]
    public void Other_forms_are_refused(string good, string bad)
    {
        Assert.Contains(good, SampleText, StringComparison.Ordinal);
        Assert.Equal(Sample, LeafJson.TryParse(Encoding.UTF8.GetBytes(SampleText)));
        Assert.Null(LeafJson.TryParse(Encoding.UTF8.GetBytes(SampleText.Replace(good, bad, StringComparison.Ordinal))));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"type\":\"a\",\"v\":2}")]
    [InlineData("{\"time\":\"1970-01-01T00:00:00.000000Z\",\"type\":\"a\",\"v\":2}")]
    [InlineData("{\"data\":{\"b\":1,\"a\":2},\"time\":\"1970-01-01T00:00:00.000000Z\",\"type\":\"ledger-a\",\"v\":2}")]
    [InlineData("{\"data\":{\"7\":1},\"time\":\"1970-01-01T00:00:00.000000Z\",\"type\":\"ledger-a\",\"v\":2}")]
    [InlineData("{\"data\":{\"a\":{}},\"time\":\"1970-01-01T00:00:00.000000Z\",\"type\":\"ledger-a\",\"v\":2}")]
    [InlineData("{\"data\":{\"a\":true},\"time\":\"1970-01-01T00:00:00.000000Z\",\"type\":\"ledger-a\",\"v\":2}")]
    [InlineData("{\"data\":{\"a\":\"\\ud800\"},\"time\":\"1970-01-01T00:00:00.000000Z\",\"type\":\"ledger-a\",\"v\":2}")]
    public void What_is_no_leaf_is_refused(string text) => Assert.Null(LeafJson.TryParse(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void Members_that_are_not_of_their_form_are_not_written()
    {
        Leaf[] wrong =
        [
            Sample with { Policy = "secret" }, Sample with { Sealed = new string('D', 64) }, Sample with { Payloads = ["x"] }, Sample with { Rule = "a\nb" },
                Sample with { Rule = new string('r', 200) },
            Sample with { Session = "a b" }, Sample with { Session = null }, Sample with { Sequence = -1 }, Sample with { Type = "ü" },
            Sample with { Time = Sample.Time.AddTicks(1) },
            Sample with { Time = Sample.Time.ToOffset(TimeSpan.FromHours(1)) }, Sample with { Decision = (Effect)77 },
            Sample with { Data = [LeafMember.Of("a", 1)] },
            new("ledger-a", default) { Data = [LeafMember.Of("b", 1), LeafMember.Of("a", 1)] },
            new("ledger-a", default) { Data = [LeafMember.Of("a", "\ud800")] },
            new("ledger-a", default) { Data = [LeafMember.Of("a", new string('x', Leaf.MaximumSize))] },
            new("ledger-a", default) { Session = "s", Sequence = 0 },
        ];
        Assert.All(wrong, leaf => Assert.Throws<ArgumentException>(() => LeafJson.Write(leaf, new ArrayBufferWriter<byte>())));
    }

    [Fact]
    public async Task Another_program_makes_the_same_bytes_of_the_same_values()
    {
        // RFC 8785 is defined by what ECMAScript's JSON.stringify makes, with members sorted.
        const string Canonicalise = """
            const text = v => Array.isArray(v) ? "[" + v.map(text) + "]" : v && typeof v === "object" ? "{" + Object.keys(v).sort().map(k => JSON.stringify(k) + ":" + text(v[k])) + "}" : JSON.stringify(v);
            process.stdin.setEncoding("utf8"); let input = ""; process.stdin.on("data", d => input += d);
            process.stdin.on("end", () => process.stdout.write(input.split("\n").map(line => line && text(JSON.parse(line))).join("\n")));
            """;
        Assert.SkipWhen(FindNode() is null, "There is no node on PATH.");
        var start = new ProcessStartInfo(FindNode()!, ["-e", Canonicalise])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            StandardInputEncoding = new UTF8Encoding(false),
            StandardOutputEncoding = new UTF8Encoding(false)
        };
        using Process node = Process.Start(start)!;
        string written = string.Concat(Leaves.Sample(300).Select(leaf => Encoding.UTF8.GetString(leaf.ToUtf8()) + "\n"));
        Task<string> read = node.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await node.StandardInput.WriteAsync(written);
        node.StandardInput.Close();
        Assert.Equal(written, await read);
    }

    private static Gen<long> UpTo(long most) =>
        Gen.Choose(0, int.MaxValue).Two().Select(halves => (((long)halves.Item1 << 31) | (uint)halves.Item2) % (most + 1));

    private static string? FindNode() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(':')
            .Where(Path.IsPathRooted)
            .Select(directory => Path.Combine(directory, "node"))
            .FirstOrDefault(File.Exists);
}
