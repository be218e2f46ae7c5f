using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Vitrine.Core.Model;
using Vitrine.Ledger.Verification;
using Xunit;
using LeafForm = Vitrine.Ledger.Verification.LeafForm;

namespace Vitrine.Tests.Ledger.Verification;

public sealed class LeafFormTests
{
    private static readonly string Digest = new('0', 64);

    private static string Good =>
        $$"""{"decision":"allow","payloads":["{{Digest}}"],"policy":"{{Digest}}","rule":"default: deny","sealed":"{{Digest}}","sequence":7,"session":"20261121-083000-abc0xy","time":"2026-11-21T08:30:00.123456Z","type":"request-started","v":2}""";

    [Fact]
    public void Leaf_of_a_session_is_read()
    {
        byte[] bytes = Encoding.UTF8.GetBytes(Good);
        Assert.True(LeafForm.TryRead(bytes, out LeafView view, out _));
        Assert.Equal((7, "20261121-083000-abc0xy", "request-started", Digest),
            (view.Sequence, Encoding.UTF8.GetString(view.Session), Encoding.UTF8.GetString(view.Type), Encoding.UTF8.GetString(view.Sealed)));
    }

    [Theory]
    [InlineData("\"v\":2", "\"v\":1")]
    [InlineData("\"v\":2", "\"v\":2.0")]
    [InlineData("\"v\":2", "\"v\": 2")]
    [InlineData("\"v\":2", "\"v\":2,\"w\":3")]
    [InlineData(",\"v\":2", "")]
    [InlineData("\"sequence\":7", "\"sequence\":07")]
    [InlineData("\"sequence\":7", "\"sequence\":-7")]
    [InlineData("\"sequence\":7", "\"sequence\":9007199254740992")]
    [InlineData("\"sequence\":7,", "")]
    [InlineData("\"sequence\":7", "\"sequence\":7,\"sequence\":7")]
    [InlineData("\"allow\"", "\"permit\"")]
    [InlineData("\"decision\":\"allow\",", "\"data\":{},\"decision\":\"allow\",")]
    [InlineData("20261121-083000-abc0xy", "20261121-083000-ABC0XY")]
    [InlineData("08:30:00.123456Z", "08:30:00Z")]
    [InlineData("08:30:00.123456Z", "08:30:00.123456+00:00")]
    [InlineData("-11-21T", "-13-21T")]
    [InlineData("request-started", "request\\u002dstarted")]
    [InlineData("request-started", "ledger-started")]
    [InlineData("default: deny", "d\\u0065fault")]
    [InlineData("default: deny", "")]
    [InlineData("\"payloads\":[", "\"payloads\":[],\"x\":[")]
    [InlineData("{\"decision\"", " {\"decision\"")]
    public void Another_form_or_content_is_no_leaf(string what, string instead)
    {
        string changed = Good.Replace(what, instead, StringComparison.Ordinal);
        Assert.NotEqual(Good, changed);
        Assert.False(LeafForm.TryRead(Encoding.UTF8.GetBytes(changed), out _, out string problem));
        Assert.NotEmpty(problem);
    }

    [Theory]
    [InlineData("""{"a":1,"b":[1,2,{"c":null}]}""", true)]
    [InlineData("""{"b":1,"a":1}""", false)]
    [InlineData("""{"a":1,"a":1}""", false)]
    [InlineData("""{"a":"\u000b\n\"\\"}""", true)]
    [InlineData("""{"a":"\u000a"}""", false)]
    [InlineData("""{"a":"\/"}""", false)]
    [InlineData("""{"a":"\u001F"}""", false)]
    [InlineData("""{"a":1e3}""", false)]
    [InlineData("""{"a":-0}""", false)]
    [InlineData("""{"a":1,}""", false)]
    [InlineData("""{"a" :1}""", false)]
    // By UTF-16 units a surrogate comes before U+FFFD, by bytes it would not.
    [InlineData("{\"\U0001F600\":1,\"\uFFFD\":1}", true)]
    [InlineData("{\"\uFFFD\":1,\"\U0001F600\":1}", false)]
    public void Data_of_a_keeper_is_canonical_json(string data, bool isCanonical)
    {
        byte[] leaf = LedgerDirectoryFixture.Keeper("ledger-held", data);
        Assert.Equal(isCanonical, LeafForm.TryRead(leaf, out _, out _));
    }

    [Fact]
    public void Nesting_without_end_is_refused()
    {
        string data = string.Concat(Enumerable.Repeat("{\"a\":", 10_000)) + "1" + new string('}', 10_000);
        Assert.False(LeafForm.TryRead(LedgerDirectoryFixture.Keeper("ledger-held", data), out _, out _));
    }

    [Fact]
    public void What_writes_leaves_and_what_verifies_them_agree()
    {
        // Written apart: each mutation of a written leaf is a leaf for both or for neither.
        byte[] written = new Leaf("request-started", new DateTimeOffset(2026, 11, 21, 8, 30, 0, TimeSpan.Zero))
        {
            Session = "20261121-083000-abc0xy",
            Sequence = 3,
            Decision = Effect.Deny,
            Rule = "default: deny",
            Policy = Digest,
            Payloads = [Digest, Digest],
            Sealed = Digest,
        }.ToUtf8();
        Assert.True(LeafForm.TryRead(written, out _, out _));
        Prop.ForAll(ArbMap.Default.ArbFor<(PositiveInt At, byte With)>(), change =>
        {
            byte[] changed = [.. written];
            changed[change.At.Get % changed.Length] = change.With;
            return LeafForm.TryRead(changed, out _, out _) == (LeafJson.TryParse(changed) is not null);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(5000));
    }
}
