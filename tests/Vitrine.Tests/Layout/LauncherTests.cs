using Xunit;

namespace Vitrine.Tests.Layout;

/// <summary>The command at the root of the checkout. What dotnet makes of the project is not tested here: ./test builds it for real.</summary>
[Collection(ProcessStartingTests.Name)]
public sealed class LauncherTests : IDisposable
{
    private readonly LauncherCheckout _checkout = new();

    public void Dispose() => _checkout.Dispose();

    [Fact]
    public async Task The_first_run_builds_and_every_run_gives_the_command_its_arguments_and_its_stdout()
    {
        Outcome first = await _checkout.RunAsync("run", "two words", "", "--");
        Assert.Equal((7, "<run><two words><><-->"), (first.Status, first.Output));
        Assert.Contains("building", first.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("chatter", first.Errors, StringComparison.Ordinal);

        Outcome second = await _checkout.RunAsync("again");
        Assert.Equal(new Outcome(7, "<again>", ""), second);
        Assert.Equal(1, _checkout.Builds);
        Assert.Equal([".stamp", "vitrine"], Directory.GetFiles(_checkout.At("artifacts/vitrine")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Empty(Directory.GetDirectories(_checkout.At("artifacts"), ".build*"));
    }

    [Fact]
    public async Task A_link_to_it_works_from_anywhere()
    {
        File.CreateSymbolicLink(_checkout.Beside("link"), _checkout.At("vitrine"));
        Outcome linked = await _checkout.StartAsync([_checkout.Beside("link"), "x"], "/tmp");
        Outcome here = await _checkout.StartAsync(["/bin/sh", "vitrine", "x"], _checkout.At(""));
        Assert.Equal(("<x>", "<x>", 1), (linked.Output, here.Output, _checkout.Builds));
    }

    [Theory]
    [InlineData("src/Vitrine.Cli/Vitrine.Cli.csproj")]
    [InlineData("Directory.Packages.props")]
    public async Task A_newer_source_is_built(string source)
    {
        await _checkout.RunAsync();
        _checkout.Touch(source);
        await _checkout.RunAsync();
        Assert.Equal(2, _checkout.Builds);
    }

    [Fact]
    public async Task A_source_that_came_with_an_old_date_or_went_is_noticed()
    {
        await _checkout.RunAsync();
        File.WriteAllText(_checkout.At("src/New.cs"), "");
        File.SetLastWriteTimeUtc(_checkout.At("src/New.cs"), DateTime.UnixEpoch);
        await _checkout.RunAsync();
        Assert.Equal(2, _checkout.Builds);
        File.Delete(_checkout.At("src/New.cs"));
        await _checkout.RunAsync();
        Assert.Equal(3, _checkout.Builds);
    }

    [Fact]
    public async Task What_other_builds_leave_among_the_sources_is_no_source()
    {
        await _checkout.RunAsync();
        Directory.CreateDirectory(_checkout.At("src/Vitrine.Cli/obj"));
        File.WriteAllText(_checkout.At("src/Vitrine.Cli/obj/made.cs"), "");
        _checkout.Touch("src/Vitrine.Cli/obj/made.cs");
        await _checkout.RunAsync();
        Assert.Equal(1, _checkout.Builds);
    }

    [Fact]
    public async Task A_build_that_fails_is_shown_and_nothing_older_runs_in_its_place()
    {
        await _checkout.RunAsync();
        _checkout.Touch("global.json");
        _checkout.Environment["BROKEN"] = "1";
        Outcome broken = await _checkout.RunAsync("x");
        Assert.Equal((1, ""), (broken.Status, broken.Output));
        Assert.Contains("chatter of the build", broken.Errors, StringComparison.Ordinal);
        Assert.Empty(Directory.GetDirectories(_checkout.At("artifacts"), ".build*"));

        _checkout.Environment.Remove("BROKEN");
        Assert.Equal("<x>", (await _checkout.RunAsync("x")).Output);
    }

    [Fact]
    public async Task What_a_killed_build_left_is_not_taken_for_one_and_goes()
    {
        Directory.CreateDirectory(_checkout.At("artifacts/.build.1/out"));
        Directory.CreateDirectory(_checkout.At("artifacts/vitrine"));
        File.Copy("/bin/true", _checkout.At("artifacts/vitrine/vitrine"));
        Assert.Equal("<x>", (await _checkout.RunAsync("x")).Output);
        Assert.False(Directory.Exists(_checkout.At("artifacts/.build.1")));
        Assert.Equal(1, _checkout.Builds);
    }

    [Fact]
    public async Task Two_first_runs_at_once_build_once()
    {
        string gate = _checkout.Environment["SLOW"] = _checkout.Beside("gate");
        Task<Outcome>[] runs = [_checkout.RunAsync("a"), _checkout.RunAsync("b"), _checkout.RunAsync("c")];
        while (_checkout.Builds == 0)
            await Task.Yield();
        File.WriteAllText(gate, "");
        Outcome[] outcomes = await Task.WhenAll(runs);
        Assert.Equal(["<a>", "<b>", "<c>"], outcomes.Select(outcome => outcome.Output));
        Assert.Equal(1, _checkout.Builds);
    }

    [Fact]
    public async Task A_checkout_of_somebody_else_runs_from_its_build()
    {
        await _checkout.RunAsync();
        Outcome stranger = await _checkout.RunAsStrangerAsync("x");
        Assert.Equal(new Outcome(7, "<x>", ""), stranger);
        Assert.Equal(1, _checkout.Builds);
    }

    [Fact]
    public async Task A_checkout_of_somebody_else_without_a_build_is_built_into_the_callers_cache()
    {
        Outcome first = await _checkout.RunAsStrangerAsync("x"), second = await _checkout.RunAsStrangerAsync("y");
        Assert.Equal((7, "<x>"), (first.Status, first.Output));
        Assert.Equal(new Outcome(7, "<y>", ""), second);
        Assert.Equal(1, _checkout.Builds);
        Assert.False(Directory.Exists(_checkout.At("artifacts")));
        Assert.Single(Directory.GetDirectories(_checkout.Beside("home/.cache/vitrine"), "build-*"));
    }

    [Fact]
    public async Task Without_sources_the_build_runs_and_without_both_it_says_so()
    {
        await _checkout.RunAsync();
        Directory.Delete(_checkout.At("src"), recursive: true);
        File.Delete(_checkout.At("global.json"));
        Assert.Equal("<x>", (await _checkout.RunAsync("x")).Output);

        Directory.Delete(_checkout.At("artifacts"), recursive: true);
        Outcome nothing = await _checkout.RunAsync("x");
        Assert.Equal((3, ""), (nothing.Status, nothing.Output));
        Assert.Contains("hint: ", nothing.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_machine_lacks_and_may_not_be_installed_is_named_with_the_command()
    {
        string[] drop = Environment.IsPrivilegedProcess ? ["/usr/bin/setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] : [];
        Outcome outcome = await _checkout.StartAsync(
            [.. drop, "/bin/sh", "-c", ". scripts/machine.sh; need_packages sh:dash vitrine-no-such-tool:vitrine-no-such-package; echo went on"],
                _checkout.At(""));
        Assert.Equal((3, ""), (outcome.Status, outcome.Output));
        Assert.Matches("hint: .*install .*vitrine-no-such-package", outcome.Errors);
        Assert.DoesNotContain("dash", outcome.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_dotnet_10_it_says_where_to_get_one()
    {
        File.WriteAllText(_checkout.Beside("dotnet/dotnet"), "#!/bin/sh\necho '8.0.100 [/usr/share/dotnet/10.0/sdk]'\n");
        string[] hide = [.. ((string[])["/usr/share/dotnet", "/usr/lib/dotnet"]).Where(Directory.Exists).SelectMany(place => (string[])["--tmpfs", place])];
        Outcome outcome = await _checkout.StartAsync(["/usr/bin/bwrap", "--unshare-user", "--dev-bind", "/", "/", .. hide, _checkout.At("vitrine")], "/");
        Assert.Equal((3, ""), (outcome.Status, outcome.Output));
        Assert.Contains(".NET 10 SDK", outcome.Errors, StringComparison.Ordinal);
        Assert.Contains("hint: ", outcome.Errors, StringComparison.Ordinal);
    }
}
