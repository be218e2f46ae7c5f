using System.Text.RegularExpressions;
using Xunit;

namespace Vitrine.Tests.Layout;

/// <summary>What the product's source does not do. Each rule is tried on a line that breaks it: one that matches nothing protects nothing.</summary>
public sealed partial class SourceRuleTests
{
    private const int LongestFile = 400;

    // As .editorconfig has it.
    private const int LongestLine = 160;

    public static TheoryData<string, string, string> Rules => new()
    {
        { "the time comes from a TimeProvider, so that tests can set it", Clock.ToString(), "var now = DateTimeOffset.UtcNow;" },
        { "nothing waits by sleeping: it holds a thread, and is too long or too short", Sleep.ToString(), "Thread.Sleep(100);" },
        { "no exception is swallowed without a word why", EmptyCatch.ToString(), "catch (IOException) when (x)\n{\n}" },
    };

    [GeneratedRegex(@"\bDateTime(Offset)?\.(Now|UtcNow|Today)\b")]
    private static partial Regex Clock { get; }

    [GeneratedRegex(@"\bThread\.Sleep\s*\(|\bSpinWait\.SpinUntil\s*\(")]
    private static partial Regex Sleep { get; }

    [GeneratedRegex(@"\bcatch\b[^{};]*\{\s*\}")]
    private static partial Regex EmptyCatch { get; }

    [Theory]
    [MemberData(nameof(Rules))]
    public void The_source_keeps_the_rule(string rule, string pattern, string example)
    {
        var regex = new Regex(pattern, RegexOptions.None, TimeSpan.FromSeconds(10));
        Assert.Matches(regex, example);
        Assert.True(Sources().Any());
        Assert.All(Sources(), source => Assert.False(regex.IsMatch(File.ReadAllText(source)), $"{Path.GetRelativePath(Repository.Root, source)}: {rule}"));
    }

    [Fact]
    public void No_file_is_longer_than_a_reader_can_hold() =>
        Assert.DoesNotContain(Sources(), source => File.ReadLines(source).Count() > LongestFile);

    [Fact]
    public void No_line_is_longer_than_an_editor_shows()
    {
        Assert.True(IsLong(new string('x', LongestLine + 1)));
        Assert.False(IsLong($"Say(\"{new string('x', LongestLine)}\");"));
        Assert.All(Sources(), source => Assert.DoesNotContain(Code(File.ReadLines(source)), IsLong));
    }

    // What a string says is not broken for the sake of its line.
    private static bool IsLong(string line) => Literal.Replace(line, "\"\"").Length > LongestLine;

    [GeneratedRegex(@"@""(?:[^""]|"""")*""|""(?:[^""\\]|\\.)*""")]
    private static partial Regex Literal { get; }

    [Fact]
    public void Names_say_what_a_thing_is() =>
        Assert.DoesNotContain(Sources().Select(Path.GetFileNameWithoutExtension), name => VagueName.IsMatch(name!));

    [GeneratedRegex("(Utils?|Helpers?|Manager|Misc|Common)$")]
    private static partial Regex VagueName { get; }

    // Without raw strings of several lines.
    private static IEnumerable<string> Code(IEnumerable<string> lines)
    {
        bool isRaw = false;
        foreach (string line in lines)
        {
            bool turns = line.Split("\"\"\"").Length % 2 == 0;
            if (!isRaw && !turns)
                yield return line;
            isRaw ^= turns;
        }
    }

    private static IEnumerable<string> Sources()
    {
        char separator = Path.DirectorySeparatorChar;
        return Directory.EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.cs", SearchOption.AllDirectories)
            .Where(path => !path.Contains($"{separator}obj{separator}", StringComparison.Ordinal)
                && !path.Contains($"{separator}bin{separator}", StringComparison.Ordinal));
    }
}
