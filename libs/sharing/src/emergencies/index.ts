export { EmergencyReviews, emergencyReviewSchedule } from './emergency-reviews.js';
