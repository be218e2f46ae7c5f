using Vitrine.Audit.Running;
using Xunit;

namespace Vitrine.Tests.Audit.Running;

public sealed class BoxPlacesTests
{
    private static readonly BoxPlaces Places = new("/projects/a", "/opt/agent", "/home/sam");

    [Theory]
    [InlineData("/home/sam/.ssh/id_ed25519", true)]
    [InlineData("/etc/machine-id", true)]
    [InlineData("/.dockerenv", true)]
    [InlineData("/proc/1/cgroup", true)]
    [InlineData("/proc/self/status", true)]
    [InlineData("/proc/self/maps", false)]
    [InlineData("/projects/ab", true)]
    [InlineData("/projects/a", false)]
    [InlineData("/projects/a/b", false)]
    [InlineData("/opt/agent/cli.mjs", false)]
    [InlineData("/usr/lib/x.so", false)]
    [InlineData("/etc/ld.so.cache", false)]
    public void Reading_a_file_says_something_or_not(string path, bool says) => Assert.Equal(says, Places.IsWorthSaying(path));
}
