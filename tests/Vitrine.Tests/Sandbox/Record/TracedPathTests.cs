using System.Text;
using Vitrine.Sandbox.Record;
using Xunit;

namespace Vitrine.Tests.Sandbox.Record;

public sealed class TracedPathTests
{
    [Theory]
    [InlineData("/a/b", "/a/b")]
    [InlineData("//a///b", "/a/b")]
    [InlineData("/a/./b/.", "/a/b")]
    [InlineData("/./././", "/")]
    [InlineData("/", "/")]
    [InlineData("/a/../b", "/a/../b")]
    [InlineData("/a/.hidden/..x", "/a/.hidden/..x")]
    public void Empty_and_dot_parts_go_and_dot_dot_stays(string path, string tidy)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(path);
        int length = TracedPath.Tidy(bytes, bytes.Length);
        Assert.Equal(tidy, Encoding.UTF8.GetString(bytes, 0, length));
    }

    [Fact]
    public void The_working_directory_of_a_thread_is_read_from_proc()
    {
        Span<byte> buffer = stackalloc byte[TracedPath.Maximum];
        int length = TracedPath.ReadDescriptor(Environment.ProcessId, -100, buffer);
        Assert.Equal(Environment.CurrentDirectory, Encoding.UTF8.GetString(buffer[..length]));
        Assert.True(TracedPath.ReadDescriptor(int.MaxValue, -100, buffer) < 0);
    }
}
