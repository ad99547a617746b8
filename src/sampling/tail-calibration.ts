// Written by `npm run calibrate`, which measured how many truths lie inside the ranges:
// size told: ranges × 1.00
//   n-gram: prompts held out 95.3%, kind held out 93.1%
//   n-gram, short tokens: prompts held out 97.9%, kind held out 96.3%
//   transformer: prompts held out 99.3%, kind held out 98.9%
//   transformer, short tokens: prompts held out 98.2%, kind held out 97.5%
//   transformer, half trained: prompts held out 99.2%, kind held out 97.9%
//   transformer, stretched: prompts held out 98.9%, kind held out 99.3%
//   normal scores: prompts held out 98.9%, kind held out 90.7%
//   Zipf: prompts held out 99.6%, kind held out 94.9%
//   mean: prompts held out 98.4%, kinds held out 96.1%
// size not told: ranges × 1.00
//   n-gram: prompts held out 92.9%, kind held out 93.7%
//   n-gram, short tokens: prompts held out 97.2%, kind held out 97.5%
//   transformer: prompts held out 99.1%, kind held out 98.4%
//   transformer, short tokens: prompts held out 97.3%, kind held out 96.9%
//   transformer, half trained: prompts held out 98.2%, kind held out 97.5%
//   transformer, stretched: prompts held out 91.7%, kind held out 85.6%
//   normal scores: prompts held out 97.4%, kind held out 96.8%
//   Zipf: prompts held out 99.5%, kind held out 99.3%
//   mean: prompts held out 96.7%, kinds held out 95.7%

/** One for each number of listed tokens and temperature, first those for a vocabulary of known size. */
// biome-ignore format: a row for each.
export const TAIL_CALIBRATION: readonly {
  readonly isTold: boolean;
  readonly listed: number;
  readonly temperature: number;
  /** Of the signs, in their order: their sum is the estimate. */
  readonly weights: readonly number[];
  /** By how much the truth was below and above that, for each part that `massPart` has. */
  readonly below: readonly number[];
  readonly above: readonly number[];
}[] = [
  { isTold: true, listed: 1, temperature: 0.3, weights: [0.118, 0.605, -0.029, 0], below: [0.212, 0.212, 0.252, 0.251, 0.205], above: [0.325, 0.325, 0.274, 0.285, 0.283] },
  { isTold: true, listed: 1, temperature: 0.5, weights: [0.159, 0.536, -0.029, 0], below: [0.247, 0.247, 0.296, 0.296, 0.239], above: [0.362, 0.362, 0.299, 0.285, 0.309] },
  { isTold: true, listed: 1, temperature: 0.7, weights: [0.23, 0.407, -0.018, 0], below: [0.267, 0.267, 0.331, 0.335, 0.267], above: [0.349, 0.349, 0.302, 0.286, 0.333] },
  { isTold: true, listed: 1, temperature: 0.85, weights: [0.321, 0.235, 0.003, 0], below: [0.281, 0.281, 0.344, 0.358, 0.281], above: [0.332, 0.332, 0.297, 0.286, 0.332] },
  { isTold: true, listed: 1, temperature: 1.15, weights: [0.575, -0.153, 0.051, 0], below: [0.337, 0.337, 0.367, 0.419, 0.337], above: [0.273, 0.273, 0.269, 0.262, 0.273] },
  { isTold: true, listed: 1, temperature: 1.5, weights: [0.844, -0.423, 0.074, 0], below: [0.332, 0.332, 0.322, 0.478, 0.332], above: [0.247, 0.247, 0.217, 0.228, 0.247] },
  { isTold: true, listed: 1, temperature: 2, weights: [1.135, -0.64, 0.075, 0], below: [0.33, 0.33, 0.255, 0.5, 0.294], above: [0.208, 0.208, 0.155, 0.18, 0.208] },
  { isTold: true, listed: 5, temperature: 0.3, weights: [0.048, 0.633, 0.002, 0.014], below: [0.105, 0.12, 0.11, 0.115, 0.101], above: [0.213, 0.334, 0.178, 0.197, 0.269] },
  { isTold: true, listed: 5, temperature: 0.5, weights: [0.08, 0.532, 0.01, 0.027], below: [0.139, 0.168, 0.139, 0.154, 0.131], above: [0.234, 0.38, 0.194, 0.222, 0.294] },
  { isTold: true, listed: 5, temperature: 0.7, weights: [0.12, 0.416, 0.025, 0.038], below: [0.18, 0.199, 0.16, 0.198, 0.178], above: [0.284, 0.403, 0.189, 0.238, 0.308] },
  { isTold: true, listed: 5, temperature: 0.85, weights: [0.158, 0.311, 0.041, 0.043], below: [0.214, 0.206, 0.162, 0.225, 0.223], above: [0.259, 0.407, 0.179, 0.285, 0.309] },
  { isTold: true, listed: 5, temperature: 1.15, weights: [0.274, 0.092, 0.071, 0.046], below: [0.233, 0.195, 0.189, 0.318, 0.239], above: [0.281, 0.376, 0.156, 0.36, 0.281] },
  { isTold: true, listed: 5, temperature: 1.5, weights: [0.44, -0.093, 0.088, 0.041], below: [0.243, 0.172, 0.175, 0.336, 0.24], above: [0.25, 0.303, 0.123, 0.332, 0.254] },
  { isTold: true, listed: 5, temperature: 2, weights: [0.653, -0.251, 0.089, 0.031], below: [0.25, 0.143, 0.157, 0.285, 0.226], above: [0.208, 0.207, 0.11, 0.255, 0.212] },
  { isTold: true, listed: 20, temperature: 0.3, weights: [0.051, 0.682, 0.001, 0.02], below: [0.095, 0.074, 0.082, 0.096, 0.087], above: [0.208, 0.339, 0.233, 0.179, 0.14] },
  { isTold: true, listed: 20, temperature: 0.5, weights: [0.094, 0.6, 0.004, 0.036], below: [0.121, 0.116, 0.121, 0.122, 0.121], above: [0.249, 0.369, 0.284, 0.272, 0.262] },
  { isTold: true, listed: 20, temperature: 0.7, weights: [0.142, 0.513, 0.009, 0.044], below: [0.138, 0.134, 0.141, 0.145, 0.146], above: [0.274, 0.371, 0.307, 0.306, 0.334] },
  { isTold: true, listed: 20, temperature: 0.85, weights: [0.177, 0.431, 0.017, 0.046], below: [0.153, 0.134, 0.177, 0.17, 0.159], above: [0.275, 0.362, 0.31, 0.302, 0.347] },
  { isTold: true, listed: 20, temperature: 1.15, weights: [0.262, 0.225, 0.041, 0.044], below: [0.209, 0.14, 0.244, 0.236, 0.21], above: [0.285, 0.332, 0.305, 0.275, 0.317] },
  { isTold: true, listed: 20, temperature: 1.5, weights: [0.406, -0.045, 0.069, 0.041], below: [0.257, 0.172, 0.298, 0.286, 0.227], above: [0.239, 0.282, 0.272, 0.242, 0.277] },
  { isTold: true, listed: 20, temperature: 2, weights: [0.641, -0.354, 0.09, 0.039], below: [0.306, 0.196, 0.337, 0.313, 0.25], above: [0.171, 0.19, 0.184, 0.209, 0.24] },
  { isTold: true, listed: 100, temperature: 0.3, weights: [0.014, 0.782, 0.006, 0.041], below: [0.08, 0.071, 0.117, 0.112, 0.052], above: [0.112, 0.083, 0.191, 0.168, 0.166] },
  { isTold: true, listed: 100, temperature: 0.5, weights: [0.036, 0.7, 0.01, 0.07], below: [0.109, 0.097, 0.125, 0.123, 0.075], above: [0.126, 0.127, 0.223, 0.26, 0.244] },
  { isTold: true, listed: 100, temperature: 0.7, weights: [0.059, 0.628, 0.016, 0.091], below: [0.137, 0.134, 0.124, 0.12, 0.095], above: [0.133, 0.153, 0.269, 0.311, 0.292] },
  { isTold: true, listed: 100, temperature: 0.85, weights: [0.072, 0.578, 0.022, 0.099], below: [0.15, 0.168, 0.132, 0.152, 0.116], above: [0.137, 0.17, 0.28, 0.322, 0.302] },
  { isTold: true, listed: 100, temperature: 1.15, weights: [0.1, 0.481, 0.034, 0.104], below: [0.162, 0.232, 0.14, 0.215, 0.14], above: [0.144, 0.177, 0.275, 0.314, 0.296] },
  { isTold: true, listed: 100, temperature: 1.5, weights: [0.153, 0.363, 0.047, 0.103], below: [0.163, 0.286, 0.139, 0.268, 0.143], above: [0.143, 0.17, 0.258, 0.294, 0.278] },
  { isTold: true, listed: 100, temperature: 2, weights: [0.267, 0.191, 0.06, 0.1], below: [0.159, 0.318, 0.132, 0.299, 0.13], above: [0.124, 0.145, 0.237, 0.269, 0.255] },
  { isTold: false, listed: 1, temperature: 0.3, weights: [-0.061, 1.769, -0.057, 0], below: [0.126, 0.126, 0.161, 0.161, 0.119], above: [0.288, 0.288, 0.134, 0.113, 0.258] },
  { isTold: false, listed: 1, temperature: 0.5, weights: [-0.014, 1.376, -0.077, 0], below: [0.149, 0.149, 0.192, 0.192, 0.142], above: [0.337, 0.337, 0.156, 0.119, 0.311] },
  { isTold: false, listed: 1, temperature: 0.7, weights: [0.013, 1.205, -0.1, 0], below: [0.186, 0.186, 0.22, 0.222, 0.183], above: [0.382, 0.382, 0.178, 0.132, 0.371] },
  { isTold: false, listed: 1, temperature: 0.85, weights: [0.143, 0.51, -0.029, 0], below: [0.223, 0.223, 0.217, 0.223, 0.226], above: [0.413, 0.413, 0.206, 0.159, 0.398] },
  { isTold: false, listed: 1, temperature: 1.15, weights: [0.501, -0.615, 0.137, 0], below: [0.266, 0.266, 0.249, 0.277, 0.271], above: [0.442, 0.442, 0.19, 0.185, 0.429] },
  { isTold: false, listed: 1, temperature: 1.5, weights: [0.572, -0.439, 0.106, 0], below: [0.314, 0.314, 0.266, 0.333, 0.321], above: [0.441, 0.441, 0.152, 0.166, 0.433] },
  { isTold: false, listed: 1, temperature: 2, weights: [0.708, -0.449, 0.092, 0], below: [0.355, 0.355, 0.25, 0.367, 0.363], above: [0.425, 0.425, 0.121, 0.138, 0.419] },
  { isTold: false, listed: 5, temperature: 0.3, weights: [0.02, 1.029, -0.013, 0.012], below: [0.055, 0.056, 0.061, 0.063, 0.052], above: [0.139, 0.166, 0.069, 0.113, 0.109] },
  { isTold: false, listed: 5, temperature: 0.5, weights: [0.045, 0.898, -0.019, 0.021], below: [0.09, 0.09, 0.089, 0.117, 0.09], above: [0.223, 0.184, 0.08, 0.132, 0.181] },
  { isTold: false, listed: 5, temperature: 0.7, weights: [0.082, 0.955, -0.044, 0.031], below: [0.143, 0.142, 0.139, 0.185, 0.146], above: [0.265, 0.187, 0.088, 0.172, 0.246] },
  { isTold: false, listed: 5, temperature: 0.85, weights: [0.075, 0.776, -0.028, 0.033], below: [0.194, 0.184, 0.167, 0.238, 0.194], above: [0.318, 0.226, 0.11, 0.271, 0.298] },
  { isTold: false, listed: 5, temperature: 1.15, weights: [0.042, 0.007, 0.102, 0.03], below: [0.246, 0.235, 0.211, 0.287, 0.248], above: [0.383, 0.334, 0.204, 0.403, 0.366] },
  { isTold: false, listed: 5, temperature: 1.5, weights: [0.112, -0.144, 0.13, 0.027], below: [0.277, 0.263, 0.234, 0.323, 0.291], above: [0.406, 0.322, 0.211, 0.45, 0.392] },
  { isTold: false, listed: 5, temperature: 2, weights: [0.227, -0.224, 0.134, 0.021], below: [0.31, 0.284, 0.265, 0.353, 0.334], above: [0.445, 0.272, 0.191, 0.462, 0.395] },
  { isTold: false, listed: 20, temperature: 0.3, weights: [0.032, 1.111, -0.014, 0.018], below: [0.044, 0.037, 0.04, 0.041, 0.047], above: [0.073, 0.132, 0.095, 0.096, 0.089] },
  { isTold: false, listed: 20, temperature: 0.5, weights: [0.082, 1.068, -0.029, 0.034], below: [0.08, 0.062, 0.07, 0.074, 0.103], above: [0.11, 0.139, 0.111, 0.148, 0.17] },
  { isTold: false, listed: 20, temperature: 0.7, weights: [0.167, 1.18, -0.066, 0.049], below: [0.114, 0.087, 0.101, 0.11, 0.185], above: [0.176, 0.123, 0.148, 0.179, 0.229] },
  { isTold: false, listed: 20, temperature: 0.85, weights: [0.223, 1.278, -0.098, 0.055], below: [0.155, 0.105, 0.129, 0.139, 0.219], above: [0.226, 0.112, 0.221, 0.236, 0.242] },
  { isTold: false, listed: 20, temperature: 1.15, weights: [0.114, 0.911, -0.051, 0.051], below: [0.223, 0.169, 0.208, 0.193, 0.239], above: [0.328, 0.179, 0.385, 0.302, 0.27] },
  { isTold: false, listed: 20, temperature: 1.5, weights: [-0.058, 0.096, 0.098, 0.048], below: [0.255, 0.213, 0.245, 0.239, 0.286], above: [0.363, 0.309, 0.45, 0.352, 0.327] },
  { isTold: false, listed: 20, temperature: 2, weights: [-0.005, -0.395, 0.179, 0.055], below: [0.265, 0.223, 0.253, 0.257, 0.371], above: [0.395, 0.282, 0.452, 0.397, 0.368] },
  { isTold: false, listed: 100, temperature: 0.3, weights: [0, 0.783, 0.004, 0.027], below: [0.022, 0.027, 0.062, 0.059, 0.045], above: [0.052, 0.035, 0.071, 0.071, 0.069] },
  { isTold: false, listed: 100, temperature: 0.5, weights: [0.024, 0.754, 0.002, 0.055], below: [0.041, 0.054, 0.087, 0.086, 0.101], above: [0.064, 0.05, 0.12, 0.135, 0.125] },
  { isTold: false, listed: 100, temperature: 0.7, weights: [0.082, 0.783, -0.011, 0.085], below: [0.062, 0.08, 0.119, 0.124, 0.162], above: [0.063, 0.072, 0.213, 0.232, 0.166] },
  { isTold: false, listed: 100, temperature: 0.85, weights: [0.107, 0.776, -0.017, 0.099], below: [0.068, 0.091, 0.161, 0.166, 0.2], above: [0.068, 0.089, 0.285, 0.293, 0.226] },
  { isTold: false, listed: 100, temperature: 1.15, weights: [-0.201, 0.192, 0.086, 0.106], below: [0.073, 0.115, 0.21, 0.207, 0.238], above: [0.154, 0.097, 0.354, 0.347, 0.292] },
  { isTold: false, listed: 100, temperature: 1.5, weights: [-0.414, -0.225, 0.176, 0.139], below: [0.107, 0.149, 0.25, 0.248, 0.273], above: [0.175, 0.108, 0.402, 0.409, 0.353] },
  { isTold: false, listed: 100, temperature: 2, weights: [-0.363, -0.205, 0.176, 0.169], below: [0.122, 0.183, 0.3, 0.297, 0.306], above: [0.197, 0.131, 0.418, 0.442, 0.389] },
];
