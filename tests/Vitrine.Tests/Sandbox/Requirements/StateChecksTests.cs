using Vitrine.Sandbox.Requirements;
using Xunit;

namespace Vitrine.Tests.Sandbox.Requirements;

public sealed class StateChecksTests : IDisposable
{
    private const UnixFileMode Open = (UnixFileMode)0b111_111_111;
    private readonly FakeMachine _fake = new();

    public void Dispose() => _fake.Dispose();

    [Theory]
    [InlineData("/home/me/project", true)]
    [InlineData("/home/me/.local/state", false)]
    [InlineData("/home/me/.local/state/vitrine", false)]
    [InlineData("/home/me/.local/sta", true)]
    [InlineData("/home/me/.local/state/vitrine/homes/x", false)]
    [InlineData("/home/me", false)]
    [InlineData("/", false)]
    [InlineData(null, true)]
    public void It_lies_outside_the_workspace(string? workspace, bool fits) =>
        Assert.Equal(fits, _fake.MissingBeforeRun(workspace: workspace).Count == 0);

    [Theory]
    [InlineData(null)]
    [InlineData("relative/vitrine")]
    public void Without_an_absolute_place_there_is_none(string? state) => Assert.Equal(["state-directory"], _fake.MissingBeforeRun(state));

    [Fact]
    public void A_file_in_its_place_is_named()
    {
        _fake.Write("home/me/.local", "");
        Assert.Equal(["state-directory"], _fake.MissingBeforeRun());
    }

    [Fact]
    public void What_every_user_may_change_is_no_place_for_it()
    {
        Directory.CreateDirectory(_fake.At("shared"), Open);
        File.SetUnixFileMode(_fake.At("shared"), Open);
        Assert.Equal(["state-directory"], _fake.MissingBeforeRun("/shared/me/vitrine"));

        // Sticky: what is there already is safe from others, so it counts whose it is.
        File.SetUnixFileMode(_fake.At("shared"), Open | UnixFileMode.StickyBit);
        Assert.Empty(_fake.MissingBeforeRun("/shared/me/vitrine"));
        Directory.CreateDirectory(_fake.At("shared/me/vitrine"));
        Assert.Empty(_fake.MissingBeforeRun("/shared/me/vitrine"));
        File.SetUnixFileMode(_fake.At("shared/me/vitrine"), Open);
        Assert.Equal(["state-directory"], _fake.MissingBeforeRun("/shared/me/vitrine"));
    }

    [Fact]
    public async Task A_place_that_is_emptied_at_boot_is_warned_of()
    {
        Directory.CreateDirectory(_fake.At("tmp"));
        Assert.Equal(RequirementState.Warning, (await _fake.CheckAsync("state-directory", "/tmp/state/vitrine")).State);
    }
}
