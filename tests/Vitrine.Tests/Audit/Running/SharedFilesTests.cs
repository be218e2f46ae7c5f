using Vitrine.Audit.Model;
using Vitrine.Audit.Running;
using Xunit;

namespace Vitrine.Tests.Audit.Running;

public sealed class SharedFilesTests
{
    [Fact]
    public void The_same_content_at_the_same_place_is_kept_once()
    {
        CapturedFile first = SharedFiles.Of(Written(".agent/same.json", [1, 2, 3], "new"));
        CapturedFile second = SharedFiles.Of(Written(".agent/same.json", [1, 2, 3], "changed"));
        Assert.Same(first.Content, second.Content);
        Assert.Equal("changed", second.Change);
    }

    [Fact]
    public void Other_content_or_another_place_stays_its_own()
    {
        _ = SharedFiles.Of(Written(".agent/other.json", [1, 2, 3], "new"));
        Assert.Equal([1, 2, 4], SharedFiles.Of(Written(".agent/other.json", [1, 2, 4], "new")).Content.Unpack());
        Assert.Equal(".agent/another.json", SharedFiles.Of(Written(".agent/another.json", [1, 2, 4], "new")).Path);
    }

    [Fact]
    public void Many_places_at_once_mix_nothing_up() => Parallel.For(0, 100_000, i =>
    {
        byte[] content = BitConverter.GetBytes(i % 50_000);
        CapturedFile file = SharedFiles.Of(Written($".agent/{i % 50_000}", content, "new"));
        Assert.Equal(($".agent/{i % 50_000}", i % 50_000), (file.Path, BitConverter.ToInt32(file.Content.Unpack())));
    });

    private static CapturedFile Written(string path, byte[] content, string change) => new("home", path, change, 420, content, content.Length);
}
