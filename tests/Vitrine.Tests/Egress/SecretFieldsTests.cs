using Vitrine.Egress.Http;
using Xunit;

namespace Vitrine.Tests.Egress;

public sealed class SecretFieldsTests
{
    private readonly SecretFields _fields = new();

    [Theory]
    [InlineData("Authorization")]
    [InlineData("x-api-key")]
    [InlineData("X-Goog-Api-Key")]
    [InlineData("api-key")]
    [InlineData("Cookie")]
    [InlineData("Set-Cookie")]
    [InlineData("Proxy-Authorization")]
    [InlineData("PRIVATE-TOKEN")]
    [InlineData("X-Amz-Security-Token")]
    [InlineData("Ocp-Apim-Subscription-Key")]
    [InlineData("Sec-WebSocket-Protocol")]
    public void Fields_that_carry_credentials_show_a_digest(string name)
    {
        string shown = _fields.Show(name, "very-secret");
        Assert.Matches("^sha256:[0-9a-f]{16}$", shown);
        Assert.Equal(shown, _fields.Show(name, "very-secret"));
        Assert.NotEqual(shown, _fields.Show(name, "very-secret2"));
        Assert.NotEqual(shown, new SecretFields().Show(name, "very-secret"));
    }

    [Theory]
    [InlineData("Content-Type", "text/plain")]
    [InlineData("anthropic-ratelimit-tokens-remaining", "17")]
    [InlineData("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==")]
    [InlineData("Idempotency-Key", "1")]
    [InlineData("User-Agent", "agent/1.0")]
    public void Other_fields_show_their_value(string name, string value) => Assert.Equal(value, _fields.Show(name, value));

    [Theory]
    [InlineData("/v1?key=SECRET&alt=sse", "&alt=sse")]
    [InlineData("/v1?a=b&access_token=SECRET", "/v1?a=b&access_token=sha256:")]
    [InlineData("/v1?%61pi_key=SECRET", "%61pi_key=sha256:")]
    [InlineData("/v1?X-Amz-Signature=SECRET&X-Amz-Date=1", "&X-Amz-Date=1")]
    [InlineData("https://user:SECRET@host/x", "@host/x")]
    [InlineData("https://SECRET@host?token=SECRET", "@host?token=sha256:")]
    public void Urls_show_digests_for_credentials_only(string url, string kept)
    {
        string shown = _fields.Show("Location", url);
        Assert.DoesNotContain("SECRET", shown, StringComparison.Ordinal);
        Assert.Contains(kept, shown, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/v1/models?limit=3&after=key")]
    [InlineData("/")]
    [InlineData("/a?")]
    [InlineData("/a?&&b&=")]
    public void A_url_without_credentials_is_unchanged(string url) => Assert.Equal(url, _fields.ShowUrl(url));
}
