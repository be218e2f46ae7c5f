using System.Runtime.InteropServices;
using Vitrine.Sandbox.Requirements;
using Xunit;

namespace Vitrine.Tests.Sandbox.Requirements;

public sealed class MachineRequirementsTests : IDisposable
{
    private readonly FakeMachine _fake = new();

    public void Dispose() => _fake.Dispose();

    [Fact]
    public async Task A_machine_with_everything_lacks_nothing()
    {
        IReadOnlyList<Requirement> all = await MachineRequirements.CheckAllAsync(_fake.Machine, "/home/me/.local/state/vitrine",
            TestContext.Current.CancellationToken);
        Assert.DoesNotContain(all, requirement => requirement.State is RequirementState.Missing or RequirementState.Warning);
        Assert.Empty(_fake.MissingBeforeRun());
        Assert.Equal(all.Count, all.Select(requirement => requirement.Name).Distinct().Count());
    }

    [Fact]
    public async Task Whatever_is_missing_has_a_hint()
    {
        using var empty = new FakeMachine();
        Directory.Delete(empty.At("usr"), recursive: true);
        Directory.Delete(empty.At("proc"), recursive: true);
        Directory.Delete(empty.At("etc"), recursive: true);
        IReadOnlyList<Requirement> all = await MachineRequirements.CheckAllAsync(empty.Machine with { Architecture = Architecture.Arm64 }, null,
            TestContext.Current.CancellationToken);
        Requirement[] missing = [.. all.Where(requirement => requirement.State == RequirementState.Missing)];
        Assert.Equal(["platform", "kernel", "seccomp", "bubblewrap", "nftables", "ca-bundle", "state-directory"],
            missing.Select(requirement => requirement.Name));
        Assert.All(missing, requirement => Assert.False(string.IsNullOrEmpty(requirement.Hint)));
        Assert.Empty(empty.Tried);
    }

    [Fact]
    public void A_requirement_that_nobody_filled_in_is_missing() => Assert.Equal(RequirementState.Missing, default);

    [Theory]
    [InlineData("ID=debian", "sudo apt-get install bubblewrap")]
    [InlineData("ID=ubuntu\nID_LIKE=debian", "sudo apt-get install bubblewrap")]
    [InlineData("ID=linuxmint\nID_LIKE=\"ubuntu debian\"", "sudo apt-get install bubblewrap")]
    [InlineData("ID=fedora", "sudo dnf install bubblewrap")]
    [InlineData("ID=\"rocky\"\nID_LIKE=\"rhel centos fedora\"", "sudo dnf install bubblewrap")]
    [InlineData("ID=arch", "sudo pacman -S bubblewrap")]
    [InlineData("ID=manjaro\nID_LIKE=arch", "sudo pacman -S bubblewrap")]
    [InlineData("ID=\"opensuse-leap\"\nID_LIKE=\"suse opensuse\"", "sudo zypper install bubblewrap")]
    [InlineData("ID=nobody-knows", "install the package bubblewrap")]
    public async Task The_hint_is_the_distributions_own_command(string release, string hint)
    {
        _fake.Write("etc/os-release", release);
        _fake.Remove("usr/bin/bwrap");
        Assert.Equal(hint, (await _fake.CheckAsync("bubblewrap")).Hint);
        Assert.Equal(["bubblewrap"], _fake.MissingBeforeRun());
    }

    [Theory]
    [InlineData("6.18.44-fc", RequirementState.Ok)]
    [InlineData("6.6.0", RequirementState.Ok)]
    [InlineData("6.5.0-1", RequirementState.Info)]
    [InlineData("5.19.0", RequirementState.Info)]
    [InlineData("5.19", RequirementState.Info)]
    [InlineData("5.18.19-200.fc36.x86_64", RequirementState.Missing)]
    [InlineData("5.9.1", RequirementState.Missing)]
    [InlineData("six", RequirementState.Missing)]
    [InlineData("", RequirementState.Missing)]
    public async Task The_kernel_must_be_5_19_or_later(string release, RequirementState state)
    {
        _fake.Write("proc/sys/kernel/osrelease", release);
        Assert.Equal(state, (await _fake.CheckAsync("kernel")).State);
        Assert.Equal(state == RequirementState.Missing, _fake.MissingBeforeRun().Contains("kernel"));
    }

    [Theory]
    [InlineData("1", false, RequirementState.Ok)]
    [InlineData("2", false, RequirementState.Missing)]
    [InlineData("2", true, RequirementState.Ok)]
    [InlineData("3", true, RequirementState.Missing)]
    public async Task Memory_of_the_boxs_processes_must_be_readable(string scope, bool root, RequirementState state)
    {
        _fake.Write("proc/sys/kernel/yama/ptrace_scope", scope);
        Assert.Equal(state, (await _fake.CheckAsync("ptrace", machine: _fake.Machine with { IsRoot = root })).State);
    }

    [Fact]
    public async Task A_kernel_without_user_notification_is_refused()
    {
        _fake.Write("proc/sys/kernel/seccomp/actions_avail", "kill_process errno allow user_notification_of_another_kind");
        Assert.Equal(RequirementState.Missing, (await _fake.CheckAsync("seccomp")).State);
        Assert.Equal(["seccomp"], _fake.MissingBeforeRun());
    }

    [Theory]
    [InlineData("bubblewrap 0.8.0", RequirementState.Ok)]
    [InlineData("bubblewrap 0.11.0", RequirementState.Ok)]
    [InlineData("bubblewrap 0.7.0", RequirementState.Missing)]
    [InlineData("", RequirementState.Missing)]
    [InlineData("bubblewrap", RequirementState.Missing)]
    public async Task Bubblewrap_must_be_0_8_or_later(string said, RequirementState state)
    {
        _fake.Fail("--version", new ProbeResult(0, said, ""));
        Assert.Equal(state, (await _fake.CheckAsync("bubblewrap")).State);
    }

    [Fact]
    public async Task A_setuid_bubblewrap_is_refused()
    {
        _fake.Program("usr/bin/bwrap", UnixFileMode.SetUser);
        Assert.Equal("sudo chmod u-s /usr/bin/bwrap", (await _fake.CheckAsync("bubblewrap")).Hint);
        Assert.Equal(["bubblewrap"], _fake.MissingBeforeRun());
    }

    [Fact]
    public void A_tool_that_can_not_be_run_is_not_there()
    {
        File.SetUnixFileMode(_fake.At("usr/sbin/nft"), UnixFileMode.UserRead);
        Assert.Equal(["nftables"], _fake.MissingBeforeRun());
    }

    [Theory]
    [InlineData("user/max_user_namespaces", "0", "user.max_user_namespaces")]
    [InlineData("kernel/unprivileged_userns_clone", "0", "kernel.unprivileged_userns_clone")]
    public async Task A_setting_that_closes_user_namespaces_is_named_without_an_attempt(string setting, string value, string named)
    {
        _fake.Write("proc/sys/" + setting, value);
        Requirement requirement = await _fake.CheckAsync("user-namespaces");
        Assert.Equal(RequirementState.Missing, requirement.State);
        Assert.Contains($"sysctl -w {named}=", requirement.Hint, StringComparison.Ordinal);
        Assert.Equal(["user-namespaces"], _fake.MissingBeforeRun());
    }

    [Fact]
    public async Task AppArmors_restriction_counts_only_where_the_attempt_fails()
    {
        _fake.Write("proc/sys/kernel/apparmor_restrict_unprivileged_userns", "1");
        Assert.Equal(RequirementState.Ok, (await _fake.CheckAsync("user-namespaces")).State);
        _fake.Fail("/bin/sh -c :", new ProbeResult(1, "", "bwrap: setting up uid map: Permission denied"));
        Requirement requirement = await _fake.CheckAsync("user-namespaces");
        Assert.Equal(RequirementState.Missing, requirement.State);
        Assert.Contains("apparmor_parser", requirement.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_container_that_forbids_namespaces_is_named()
    {
        _fake.Write(".dockerenv", "");
        _fake.Fail("--unshare-user", new ProbeResult(1, "", "bwrap: No permissions to create new namespace"));
        Requirement requirement = await _fake.CheckAsync("user-namespaces");
        Assert.Contains("container", requirement.Found, StringComparison.Ordinal);
        Assert.Contains("--security-opt", requirement.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_redirect_is_tried_in_a_box_and_a_kernel_without_it_is_named()
    {
        Assert.Equal(RequirementState.Ok, (await _fake.CheckAsync("nftables")).State);
        ProbeCommand tried = Assert.Single(_fake.Tried, command => command.Arguments.Contains("/usr/sbin/nft"));
        Assert.Contains("redirect to", tried.Input, StringComparison.Ordinal);
        Assert.Contains("--unshare-net", tried.Arguments);

        _fake.Fail("/usr/sbin/nft", new ProbeResult(1, "", "Could not process rule: No such file or directory"));
        Requirement refused = await _fake.CheckAsync("nftables");
        Assert.Equal(RequirementState.Missing, refused.State);
        Assert.Contains("modprobe", refused.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_overlay_or_control_group_that_is_not_there_stops_nothing()
    {
        _fake.Fail("overlay", new ProbeResult(32, "", "mount: permission denied"));
        Assert.Equal(RequirementState.Info, (await _fake.CheckAsync("overlayfs")).State);
        Assert.Equal(RequirementState.Info, (await _fake.CheckAsync("cgroup")).State);
        _fake.Write("proc/self/cgroup", "9:name=systemd:/\n0::/user.slice/me\n");
        _fake.Write("sys/fs/cgroup/user.slice/me/cgroup.controllers", "cpu memory pids\n");
        _fake.Write("sys/fs/cgroup/user.slice/me/cgroup.subtree_control", "");
        Requirement delegated = await _fake.CheckAsync("cgroup");
        Assert.Equal((RequirementState.Ok, "delegated, with cpu memory pids"), (delegated.State, delegated.Found));
    }

    [Fact]
    public void An_empty_bundle_is_none()
    {
        _fake.Write("etc/ssl/certs/ca-certificates.crt", "");
        Assert.Equal(["ca-bundle"], _fake.MissingBeforeRun());
        _fake.Write("etc/pki/tls/certs/ca-bundle.crt", "certificates");
        Assert.Empty(_fake.MissingBeforeRun());
    }
}
