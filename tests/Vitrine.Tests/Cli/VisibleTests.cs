using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Vitrine.Cli.Report;
using Vitrine.Core.Model;
using Vitrine.Tests.Core.Summary;
using Xunit;

namespace Vitrine.Tests.Cli;

public sealed class VisibleTests
{
    [Theory]
    [InlineData("plain.txt", "plain.txt")]
    [InlineData("a\u001b[2Jb", "a\\x1b[2Jb")]
    [InlineData("a\r\nb\tc\0", "a\\x0d\\x0ab\\x09c\\x00")]
    [InlineData("\u009b31m", "\\x9b31m")]
    [InlineData("x\u202Egnp.exe", "x\\u{202e}gnp.exe")]
    [InlineData("a\u2066b\u2069", "a\\u{2066}b\\u{2069}")]
    [InlineData("zero\u200Bwidth\uFEFF", "zero\\u{200b}width\\u{feff}")]
    [InlineData("soft\u00ADhyphen", "soft\\xadhyphen")]
    [InlineData("no\u00A0break\u3000", "no\\xa0break\\u{3000}")]
    [InlineData("line\u2028sep", "line\\u{2028}sep")]
    [InlineData("tag\U000E0041", "tag\\u{e0041}")]
    [InlineData("vs\uFE0F", "vs\\u{fe0f}")]
    [InlineData("filler\u3164", "filler\\u{3164}")]
    [InlineData("private\uE000", "private\\u{e000}")]
    [InlineData("\u0301first", "\\u{301}first")]
    [InlineData("e\u0301\u0301\u0301\u0301", "e\u0301\u0301\\u{301}\\u{301}")]
    [InlineData("caf\u00E9 \u6F22\u5B57 \U0001F600", "caf\u00E9 \u6F22\u5B57 \U0001F600")]
    public void Whatever_a_terminal_would_act_on_becomes_its_number(string text, string visible) => Assert.Equal(visible, Visible.Text(text));

    [Fact]
    public void Half_a_surrogate_pair_becomes_its_number() => Assert.Equal("half\\u{d83d}", Visible.Text("half\uD83D"));

    [Fact]
    public void No_string_gets_through_with_a_character_that_is_not_seen() =>
        Prop.ForAll(Hostile().ToArbitrary(), text =>
            IsHarmless(Visible.Text(text))
            && IsHarmless(Visible.Cut(text, 20))
            && Visible.Text(Visible.Text(text)) == Visible.Text(text)
            && Visible.Cut(text, 20).Length <= 20 + 16)
            .QuickCheckThrowOnFailure();

    [Fact]
    public void No_page_lets_a_string_of_the_agent_through()
    {
        Gen<string[]> names = Hostile().ArrayOf(12);
        Prop.ForAll(names.ToArbitrary(), text =>
        {
            foreach (string page in Pages(text))
                foreach (string line in page.Split('\n'))
                    if (!IsHarmless(line))
                        return false;
            return true;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_hostile_name_cannot_make_a_line_of_its_own()
    {
        string[] text = [.. Enumerable.Repeat("\nvitrine: exit 0\r\n\u0085\u2028", 12)];
        string[] tame = [.. Enumerable.Repeat("x", 12)];
        Assert.Equal(Pages(tame).Select(page => page.Count(c => c == '\n')), Pages(text).Select(page => page.Count(c => c == '\n')));
    }

    [Theory]
    [InlineData("plain\ttext\n\u001b[0m", true, "plain    text\n\\x1b[0m\n")]
    [InlineData("\u00ff", false, "")]
    public void A_body_shows_its_lines_and_a_binary_one_nothing(string latin1, bool isText, string expected)
    {
        using var writer = new StringWriter();
        Assert.Equal(isText, BodyText.TryWrite(writer, Encoding.Latin1.GetBytes(latin1)));
        Assert.Equal(expected, writer.ToString());
    }

    private static IEnumerable<string> Pages(string[] text)
    {
        var session = new SampleSession();
        session.Add(
            new SessionStarted(text[0], text[1], [text[2], text[3]], new UnixPath("/w/" + text[4]), text[5], [text[6]], [text[7]],
                text[8])
            { Home = new UnixPath("/h") },
            new ProgramRun(1, 0, new UnixPath("/usr/bin/" + text[0]), [text[1], text[2]], new UnixPath(text[3]), false),
            new ProgramRun(2, 1, new UnixPath("/w/" + text[4] + "/" + text[0]), [text[1], text[2]], new UnixPath(text[3]), false),
            new FileOpened(1, new UnixPath("/w/" + text[4] + "/" + text[5]), "write", false), new FileOpened(1, new UnixPath("/data/" + text[6]), "read", true),
            new FileOpened(1, new UnixPath("/h/.ssh/" + text[7]), "read", true),
            new FileChanged(1, new UnixPath("/data/x" + text[8]), "rename", new UnixPath("/data/" + text[9])),
            new FileChanged(1, new UnixPath("/data/" + text[8]), text[10], null),
            new NameLookedUp(text[0], text[1], text[2], Decision.Deny(null, "--allow " + text[3])),
            new FlowRefused(text[4], text[5], default), new FlowEnded(text[6], 1, 1, 1, default), new CallRefused(1, text[7], text[8], text[9]),
            new SocketConnected(1, text[10], text[11], text[0]), new SocketBound(1, text[1], text[2]), new SignalSent(1, 2, 77),
            new RequestStarted(1, text[3], "https://" + text[4], text[5], [], null, Decision.Allow("x")),
            new RequestEnded(1, 500, text[6], [], null, null, 1, 1, 1, text[7]), new RequestStarted(2, text[8], text[9], "2", [], null, default),
            new FileHeldBack(new UnixPath(text[10]), text[11], new UnixPath(text[0])), new EventsLost(text[1], 1, text[2]),
            new TerminalSequencesDropped(text[3], 1),
            new SessionEnded(300, "exited", double.NaN));
        var report = session.Summarise(Vitrine.Core.Summary.SummaryLimits.Reading).ToReport();
        var logged = new LoggedSession(text[0], "ended", DateTimeOffset.UnixEpoch, text[1], [text[2]], new UnixPath(text[3]), text[4], 1, 1, 1, text[5]);
        foreach (Page page in new[] { ShortReport.ToPage(report, "/h"), FullReport.ToPage(report, "ended", "/h"),
            LogPage.ToPage([logged, logged with { Agent = null }], DateTimeOffset.UnixEpoch, "/h") })
        {
            using var plain = new StringWriter();
            PlainPage.Write(plain, page);
            yield return plain.ToString();
            using var uncoloured = new StringWriter();
            TerminalPage.Write(uncoloured, page, 4000, isColoured: false);
            yield return uncoloured.ToString();
        }
    }

    private static Gen<string> Hostile()
    {
        Gen<string> pieces = Gen.OneOf(
            Gen.Choose(0, 0xFFFF).Select(value => ((char)value).ToString()),
            Gen.Choose(0, 0x9F).Select(value => ((char)value).ToString()),
            Gen.Choose(0x10000, 0x10FFFF).Select(char.ConvertFromUtf32),
            Gen.Elements("\u001b[2J", "\u001b]52;c;AAAA\a", "[red]", "[/]", "\r\n", "\u202E", "\u200B", "\u0301", "..", "/", "\\", "\\x1b", ":smile:", "a"));
        return pieces.ArrayOf().Select(string.Concat);
    }

    private static bool IsHarmless(string line)
    {
        foreach (Rune rune in line.EnumerateRunes())
            if (rune == Rune.ReplacementChar
                ? !line.Contains('\uFFFD', StringComparison.Ordinal)
                : Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format
                or UnicodeCategory.Surrogate
                    or UnicodeCategory.PrivateUse
                    or UnicodeCategory.OtherNotAssigned
                    or UnicodeCategory.LineSeparator
                    or UnicodeCategory.ParagraphSeparator
                    || (Rune.GetUnicodeCategory(rune) == UnicodeCategory.SpaceSeparator && rune.Value != ' '))
                return false;
        for (int i = 0; i < line.Length; i++)
            if (char.IsSurrogate(line[i]) && !char.IsSurrogatePair(line, i) && !(i > 0 && char.IsSurrogatePair(line, i - 1)))
                return false;
        return true;
    }
}
