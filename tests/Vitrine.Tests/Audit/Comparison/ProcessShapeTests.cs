using Vitrine.Audit.Comparison;
using Vitrine.Audit.Comparison.Features;
using Vitrine.Audit.Comparison.Text;
using Vitrine.Audit.Model;
using Xunit;

namespace Vitrine.Tests.Audit.Comparison;

public sealed class ProcessShapeTests
{
    [Theory]
    [InlineData("https://github.com/acme/widget.git", "https://github.com/vendor/plugins.git")]
    [InlineData("git@gitlab.com:acme/widget.git", "https://github.com/vendor/plugins.git")]
    public void Another_repository_is_called_the_same_wherever_the_own_one_is(string remote, string other) =>
        Assert.Equal("git ls-remote " + other, ShapeOf(remote, "git", "ls-remote", other));

    [Theory]
    [InlineData("https://github.com/acme/widget.git")]
    [InlineData("https://git.corp.example/core/gear.git")]
    public void The_own_repository_is_called_the_same_whichever_it_is(string remote) =>
        Assert.Equal("git ls-remote {remote}", ShapeOf(remote, "git", "ls-remote", remote));

    private static string ShapeOf(string remote, params string[] arguments) =>
        MachineFeatures.ProcessShape(new CapturedProcess("/usr/bin/git", arguments, -1, 0),
            KnownValues.Of(SyntheticAudit.Baseline with { GitRemote = remote }));
}
