using Vitrine.Gateway;
using Xunit;

namespace Vitrine.Tests.Gateway;

public sealed class ModelEndpointsTests
{
    [Theory]
    [InlineData("api.anthropic.com")]
    [InlineData("API.OpenAI.com")]
    [InlineData("generativelanguage.googleapis.com")]
    [InlineData("api.individual.githubcopilot.com")]
    [InlineData("me.openai.azure.com")]
    public void Hosts_of_models_are_known(string host) => Assert.True(ModelEndpoints.IsModelHost(host));

    [Theory]
    [InlineData("")]
    [InlineData("anthropic.com")]
    [InlineData("api.anthropic.com.evil.example")]
    [InlineData("xapi.anthropic.com")]
    [InlineData("evilgithubcopilot.com")]
    [InlineData("githubcopilot.com")]
    [InlineData(".githubcopilot.com")]
    [InlineData("openai.azure.com")]
    public void Others_are_not(string host) => Assert.False(ModelEndpoints.IsModelHost(host));
}
