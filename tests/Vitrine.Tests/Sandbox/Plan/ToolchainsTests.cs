using Vitrine.Core.Model;
using Vitrine.Sandbox.Plan;
using Xunit;

namespace Vitrine.Tests.Sandbox.Plan;

public sealed class ToolchainsTests : IDisposable
{
    private readonly string _home = Directory.CreateTempSubdirectory("vitrine-home").FullName;
    private readonly UnixPath _workspace = new("/nowhere/project");

    public void Dispose() => Directory.Delete(_home, recursive: true);

    [Fact]
    public void A_version_manager_shows_its_programs_and_not_its_credentials()
    {
        Make(".cargo/bin");
        Make(".rustup/toolchains");
        File.WriteAllText(Path.Combine(_home, ".cargo", "credentials.toml"), "token");
        (IReadOnlyList<UnixPath> shown, string path) = Toolchains.Plan($"{_home}/.cargo/bin:/usr/bin", _home, _workspace);
        Assert.Equal([$"{_home}/.cargo/bin", $"{_home}/.rustup/toolchains"], shown.Select(one => one.ToString()));
        Assert.Equal($"{_home}/.cargo/bin:/usr/bin", path);
    }

    [Fact]
    public void Programs_in_the_home_are_shown_without_what_lies_around_them()
    {
        Make("tools/bin");
        Assert.Equal([$"{_home}/tools/bin"], Toolchains.Plan($"{_home}/tools/bin", _home, _workspace).Shown.Select(one => one.ToString()));
    }

    [Fact]
    public void The_home_itself_relative_missing_and_doubled_entries_are_left_out()
    {
        (IReadOnlyList<UnixPath> shown, string path) = Toolchains.Plan($"{_home}:.:bin:/does/not/exist::/usr/bin:/usr/bin", _home, _workspace);
        Assert.Empty(shown);
        Assert.Equal("/usr/bin", path);
    }

    [Fact]
    public void What_the_agent_can_write_is_not_on_its_path()
    {
        Make("project/node_modules/.bin");
        (IReadOnlyList<UnixPath> shown, string path) = Toolchains.Plan($"{_home}/project/node_modules/.bin:/bin", _home, new UnixPath($"{_home}/project"));
        Assert.Empty(shown);
        Assert.Equal("/bin", path);
    }

    private void Make(string directory) => Directory.CreateDirectory(Path.Combine(_home, directory));
}
