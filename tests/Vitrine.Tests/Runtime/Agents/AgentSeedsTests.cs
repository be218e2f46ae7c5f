using Vitrine.Runtime.Agents;
using Xunit;

namespace Vitrine.Tests.Runtime.Agents;

[System.Runtime.Versioning.SupportedOSPlatform("linux")]
public class AgentSeedsTests
{
    private const string Seed = ".mine/deep/config";

    [Fact]
    public void A_file_that_is_not_there_is_written_for_its_owner_alone()
    {
        using var home = new TemporaryHome();
        Assert.Empty(Write(home, "one"));
        string file = Path.Combine(home.Home, Seed);
        Assert.Equal("one", File.ReadAllText(file));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
    }

    [Fact]
    public void What_is_as_it_was_written_is_renewed_and_what_somebody_changed_stays()
    {
        using var home = new TemporaryHome();
        Write(home, "one, which is longer");
        Assert.Empty(Write(home, "two"));
        string file = Path.Combine(home.Home, Seed);
        Assert.Equal("two", File.ReadAllText(file));
        File.WriteAllText(file, "the person's");
        Assert.Equal([Seed], Write(home, "three"));
        Assert.Equal("the person's", File.ReadAllText(file));
    }

    [Fact]
    public void A_file_that_was_there_before_stays()
    {
        using var home = new TemporaryHome();
        string file = home.Write(Seed, "the person's");
        Assert.Equal([Seed], Write(home, "one"));
        Assert.Equal("the person's", File.ReadAllText(file));
    }

    [Theory]
    [InlineData(".mine")]
    [InlineData(".mine/deep")]
    public void A_linked_directory_leads_nowhere(string place)
    {
        using var home = new TemporaryHome();
        string link = Path.Combine(home.Home, place);
        Directory.CreateDirectory(Path.GetDirectoryName(link)!);
        File.CreateSymbolicLink(link, home.Outside);
        Assert.Equal([Seed], Write(home, "one"));
        Assert.Empty(Directory.GetFileSystemEntries(home.Outside));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_linked_file_is_not_written_through(bool exists)
    {
        using var home = new TemporaryHome();
        string target = Path.Combine(home.Outside, "target");
        Write(home, "one");
        if (exists)
            File.WriteAllText(target, "one");
        File.Delete(Path.Combine(home.Home, Seed));
        File.CreateSymbolicLink(Path.Combine(home.Home, Seed), target);
        Assert.Equal([Seed], Write(home, "two"));
        Assert.Equal(exists ? "one" : null, File.Exists(target) ? File.ReadAllText(target) : null);
    }

    [Fact]
    public void A_directory_in_the_place_of_a_file_stays()
    {
        using var home = new TemporaryHome();
        Directory.CreateDirectory(Path.Combine(home.Home, Seed));
        Assert.Equal([Seed], Write(home, "one"));
    }

    private static IReadOnlyList<string> Write(TemporaryHome home, string content) =>
        AgentSeeds.Write(home.Directories, new Dictionary<string, string> { [Seed] = content });
}
