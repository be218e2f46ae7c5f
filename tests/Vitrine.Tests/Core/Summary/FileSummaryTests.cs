using Vitrine.Core.Model;
using Vitrine.Core.Summary;
using Xunit;

namespace Vitrine.Tests.Core.Summary;

public sealed class FileSummaryTests
{
    [Theory]
    [InlineData("/home/ada/src/app/x.c", Place.Workspace)]
    [InlineData("/home/ada/src/app", Place.Workspace)]
    [InlineData("/home/ada/src/app2/x.c", Place.Home)]
    [InlineData("/home/ada/src/app/.git/index", Place.Repository)]
    [InlineData("/home/ada/src/app/.git", Place.Repository)]
    [InlineData("/home/ada/src/app/sub/.git/HEAD", Place.Repository)]
    [InlineData("/home/ada/src/app/.gitignore", Place.Workspace)]
    [InlineData("/home/ada/src/app/.github/x/.git/HEAD", Place.Repository)]
    [InlineData("/home/ada/src/app/../other", Place.Home)]
    [InlineData("/home/ada/src/app/../../../../etc/passwd", Place.System)]
    [InlineData("/home/ada/src/app//./x", Place.Workspace)]
    [InlineData("/home/ada/.bashrc", Place.Home)]
    [InlineData("/home/bob/.bashrc", Place.Elsewhere)]
    [InlineData("/usr/lib/x.so", Place.System)]
    [InlineData("/lib64/ld-linux-x86-64.so.2", Place.System)]
    [InlineData("/library", Place.Elsewhere)]
    [InlineData("/usrlocal/x", Place.Elsewhere)]
    [InlineData("/", Place.System)]
    [InlineData("/dev/null", Place.System)]
    [InlineData("/dev/shm/x", Place.Temporary)]
    [InlineData("/tmp/x", Place.Temporary)]
    [InlineData("/var/tmp/x", Place.Temporary)]
    [InlineData("/proc/self/maps", Place.System)]
    [InlineData("/proc/cpuinfo", Place.System)]
    [InlineData("/proc", Place.System)]
    [InlineData("/proc/17/environ", Place.Process)]
    [InlineData("/proc/1", Place.Process)]
    [InlineData("/data/x", Place.Elsewhere)]
    [InlineData("relative", Place.Elsewhere)]
    [InlineData("", Place.Elsewhere)]
    public void A_path_lies_where_a_person_would_say(string path, Place place)
    {
        SampleSession session = new SampleSession().Started(null, "observe", "x").Add(new FileOpened(17, new UnixPath(path), "read", true));
        Assert.Equal(place, Assert.Single(session.Summarise().ToReport().Files.Places).Place);
    }

    [Fact]
    public void A_home_within_the_workspace_is_home()
    {
        var session = new SampleSession();
        session.Add(new SessionStarted("0", null, ["x"], new UnixPath("/w"), "observe", [], [], "") { Home = new UnixPath("/w/.home") });
        session.Add(new FileOpened(1, new UnixPath("/w/.home/a"), "read", true), new FileOpened(1, new UnixPath("/w/a"), "read", true));
        FilesReport files = session.Summarise().ToReport().Files;
        Assert.Equal((1, 1), (files.In(Place.Home).Read, files.In(Place.Workspace).Read));
    }

    [Fact]
    public void A_path_that_is_not_utf8_is_kept_as_bytes()
    {
        byte[] bytes = [.. "/home/ada/src/app/"u8, 0xff, 0xfe];
        SampleSession session = new SampleSession().Started(null, "observe", "x").Add(new FileOpened(1, UnixPath.FromBytes(bytes), "read", true));
        FileReport file = Assert.Single(session.Summarise().ToReport().Files.In(Place.Workspace).Files);
        Assert.Equal(bytes, file.Path.ToBytes());
    }

    [Fact]
    public void A_file_is_counted_once_however_often_it_is_opened()
    {
        PlaceReport place = In(Place.Workspace,
            new SampleSession().Started(null, "observe", "x")
                .Opened("read", "a", "a", "b")
                .Opened("write", "a")
                .Opened("list", "d")
                .Missed("read", "no", "no"));
        Assert.Equal((2, 1, 1, 1, 7), (place.Read, place.Written, place.Listed, place.Absent, place.Uses));
    }

    [Fact]
    public void Saving_by_rename_leaves_the_target_written_and_no_trace_of_the_temporary()
    {
        PlaceReport place = In(Place.Workspace, new SampleSession().Started(null, "observe", "x").Missed("write", "a.tmp").Changed("rename", "a.tmp", "a"));
        Assert.Equal("/home/ada/src/app/a", Assert.Single(place.Files, file => file.IsChanged).Path.ToString());
        Assert.True(Assert.Single(place.Files, file => !file.IsChanged).IsTransient);
    }

    [Fact]
    public void A_file_that_was_there_and_is_removed_is_lost_and_one_made_again_is_not_new()
    {
        PlaceReport place = In(Place.Workspace,
            new SampleSession().Started(null, "observe", "x").Changed("remove", "old", null).Changed("remove", "again").Missed("write", "again"));
        Assert.True(place.Files[0].IsLost);
        Assert.True(place.Files[1] is { IsChanged: true, IsCreated: false });
    }

    [Theory]
    [InlineData("/home/ada/.ssh/id_rsa", true)]
    [InlineData("/home/ada/.ssh", true)]
    [InlineData("/home/ada/.sshd/x", false)]
    [InlineData("/home/ada/src/app/.env", true)]
    [InlineData("/home/ada/src/app/.env.local", true)]
    [InlineData("/home/ada/src/app/.env.example", false)]
    [InlineData("/home/ada/src/app/.envrc", false)]
    [InlineData("/home/ada/src/app/keys/id_ed25519", true)]
    [InlineData("/home/ada/.config/gh/hosts.yml", true)]
    [InlineData("/home/ada/.config/git/config", false)]
    [InlineData("/home/ada/.codex/x/.aws/credentials", true)]
    [InlineData("/etc/shadow", true)]
    [InlineData("/etc/passwd", false)]
    [InlineData("/proc/12/environ", true)]
    [InlineData("/proc/self/environ", false)]
    [InlineData("/proc/", false)]
    [InlineData("/usr/include/x.h", false)]
    public void Places_of_secrets_are_known(string path, bool isSecret)
    {
        SampleSession session = new SampleSession().Started(null, "observe", "x").Opened("read", path);
        Assert.Equal(isSecret, session.Summarise().ToReport().Files.Secrets.Count == 1);
    }

    [Fact]
    public void A_secret_is_noted_though_the_lists_are_full()
    {
        var session = new SampleSession().Started(null, "observe", "x");
        for (int i = 0; i < 5000; i++)
            session.Missed("read", $"/home/ada/.cache/{i}");
        session.Opened("read", "/home/ada/.ssh/id_rsa");
        Assert.Equal(new SecretReport("/home/ada/.ssh/id_rsa", Place.Home, 1, true), Assert.Single(session.Summarise().ToReport().Files.Secrets));
    }

    private static PlaceReport In(Place place, SampleSession session) => session.Summarise().ToReport().Files.In(place);
}
