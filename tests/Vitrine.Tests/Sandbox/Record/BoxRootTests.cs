using System.Text;
using Microsoft.Win32.SafeHandles;
using Vitrine.Sandbox.Record;
using Xunit;

namespace Vitrine.Tests.Sandbox.Record;

/// <summary>The journal looks files up when the agent has gone on: it may have renamed, replaced or removed them by then.</summary>
public sealed class BoxRootTests : IDisposable
{
    private readonly DirectoryInfo _place = Directory.CreateTempSubdirectory("vitrine-root-");
    private readonly BoxRoot _root = BoxRoot.Of(Environment.ProcessId)!;

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("deep/../plain", "plain")]
    [InlineData("link", "plain")]
    [InlineData("linked/inner", "deep/inner")]
    [InlineData("deep/", "deep")]
    [InlineData("plain (deleted)", "plain (deleted)")]
    [InlineData("linked/..", "")]
    [InlineData("nothing", null)]
    [InlineData("dangling", null)]
    public void A_name_is_the_files_own(string asked, string? own) => Assert.Equal(own is null ? null : Own(own), Resolve(asked, null));

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("linked/inner", "deep/inner")]
    public void What_was_renamed_meanwhile_has_the_name_it_was_opened_by(string asked, string own) =>
        Assert.Equal(Own(own), Resolve(asked, path => File.Move(path, path + ".bak")));

    [Fact]
    public void What_was_removed_meanwhile_has_the_name_it_was_opened_by() => Assert.Equal(Own("plain"), Resolve("plain", File.Delete));

    [Fact]
    public void What_was_replaced_meanwhile_has_the_name_it_was_opened_by() =>
        Assert.Equal(Own("plain"), Resolve("plain", path => File.Move(Path.Combine(_place.FullName, "deep", "inner"), path, overwrite: true)));

    [Fact]
    public void A_link_whose_file_went_with_its_directory_leads_nowhere() => Assert.Null(Resolve("linked/inner", _ => _place.Delete(recursive: true)));

    public BoxRootTests()
    {
        File.WriteAllText(Path.Combine(_place.FullName, "plain"), "");
        File.WriteAllText(Path.Combine(_place.FullName, "plain (deleted)"), "");
        Directory.CreateDirectory(Path.Combine(_place.FullName, "deep"));
        File.WriteAllText(Path.Combine(_place.FullName, "deep", "inner"), "");
        File.CreateSymbolicLink(Path.Combine(_place.FullName, "link"), "plain");
        File.CreateSymbolicLink(Path.Combine(_place.FullName, "linked"), "deep");
        File.CreateSymbolicLink(Path.Combine(_place.FullName, "dangling"), "nowhere");
    }

    public void Dispose()
    {
        _root.Dispose();
        if (Directory.Exists(_place.FullName))
            _place.Delete(recursive: true);
    }

    private string Own(string name) => Path.Combine(_place.FullName, name).TrimEnd('/');

    private string? Resolve(string name, Action<string>? meanwhile)
    {
        string path = Path.Combine(_place.FullName, name);
        byte[] asked = Encoding.UTF8.GetBytes(path), resolved = new byte[4096];
        if (meanwhile is null)
            return Text(resolved, _root.Resolve(asked, resolved));
        using SafeFileHandle? file = _root.OpenItself(asked);
        Assert.NotNull(file);
        meanwhile(path);
        return Text(resolved, _root.Resolve(asked, file, resolved));
    }

    private static string? Text(byte[] resolved, int length) => length < 0 ? null : Encoding.UTF8.GetString(resolved, 0, length);
}
