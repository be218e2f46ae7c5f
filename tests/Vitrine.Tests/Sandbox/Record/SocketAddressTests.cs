using Vitrine.Sandbox.Record;
using Xunit;

namespace Vitrine.Tests.Sandbox.Record;

public sealed class SocketAddressTests
{
    [Theory]
    [InlineData("0200005008080808", "ipv4", "8.8.8.8:80")]
    [InlineData("0a0001bb0000000020014860486000000000000000008888", "ipv6", "[2001:4860:4860::8888]:443")]
    [InlineData("0a0001bb0000000000000000000000000000ffff7f000001", "ipv6", "127.0.0.1:443")]
    [InlineData("01002f746d702f7300ff", "unix", "/tmp/s")]
    [InlineData("010000616263", "unix", "@abc")]
    [InlineData("0100", "unix", "")]
    public void An_address_is_read_as_the_kernel_reads_it(string bytes, string family, string text)
    {
        SocketAddressText? address = SocketAddressText.Parse(Convert.FromHexString(bytes));
        Assert.Equal((family, text), (address!.Value.Family, address.Value.Text));
    }

    [Theory]
    [InlineData("")]
    [InlineData("02")]
    [InlineData("02000050080808")]
    [InlineData("0a0001bb")]
    [InlineData("28000000ffffffff")]
    public void What_is_short_or_of_another_family_is_none(string bytes) => Assert.Null(SocketAddressText.Parse(Convert.FromHexString(bytes)));
}
