using System.Runtime.InteropServices;
using System.Text.Json;
using Vitrine.Gateway.Model;

namespace Vitrine.Gateway.StandIn;

/// <summary>A count of tokens where there is no tokenizer: four characters each, the common rule of thumb. System prompt and tools count too.</summary>
internal static class TokenEstimate
{
    /// <summary>The tokens of a text.</summary>
    public static long Of(string text) => (text.Length + 3L) / 4;

    /// <summary>The tokens of a request.</summary>
    public static long Of(ModelRequest request)
    {
        long characters = request.System.Length;
        foreach (ModelTool tool in request.Tools)
            characters += tool.Name.Length
                + tool.Description.Length
                + (tool.Schema.ValueKind == JsonValueKind.Undefined ? 0 : JsonMarshal.GetRawUtf8Value(tool.Schema).Length);
        foreach (ModelMessage message in request.Messages)
        {
            foreach (ModelPart part in message.Parts)
            {
                characters += part switch
                {
                    ModelPart.Text text => text.Value.Length,
                    ModelPart.ToolCall call => call.Name.Length + call.Arguments.Length,
                    ModelPart.ToolResult result => result.Value.Length,
                    _ => 0,
                };
            }
        }

        return (characters + 3) / 4;
    }
}
